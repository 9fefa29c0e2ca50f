package io.weighbridge.runner.job;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * That a run's calls are left to workers, and what they need to know for it.
 *
 * @param terms as text; workers go by the same, or the run is dealt to them anew
 * @param policy null where each item says its model
 * @param partitionItems items that a worker takes at once
 * @param messages told to whoever looks on
 */
public record Sharing(String terms, byte @Nullable [] policy, int partitionItems, Consumer<String> messages) {}
