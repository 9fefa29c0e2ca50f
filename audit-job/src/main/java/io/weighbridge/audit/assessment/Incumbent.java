package io.weighbridge.audit.assessment;

import org.jspecify.annotations.Nullable;

/**
 * The model that serves a task today, against which candidates are judged.
 *
 * @param model null where nothing tells
 * @param reason how it was found, or why it was not
 */
public record Incumbent(String task, @Nullable String model, String reason) {}
