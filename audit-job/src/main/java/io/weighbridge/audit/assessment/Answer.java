package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Usd;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One model's answer to one unit, its repeated labels averaged.
 *
 * @param score mean of the labels, in [0, 1]
 * @param cost mean of the known costs; null where none is known
 * @param outputTokens mean of the known ones; null where none is known
 * @param labelSources those that graded it, joined by {@code +}
 * @param draws the designed draws that bought it; empty where it was not sampled
 */
record Answer(
        double score,
        @Nullable Usd cost,
        @Nullable Long outputTokens,
        String labelSources,
        SortedSet<FrameDraw> draws) {}
