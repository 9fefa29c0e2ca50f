package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Usd;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One model's answer to one unit, its repeated labels averaged.
 *
 * @param score mean of the labels, in [0, 1]: of those that no model gave if there are any, else of the judges'; NaN where those
 *     saw it in one order only
 * @param judged whether only judge models say so
 * @param judgements of judge models, whether or not they count
 * @param cost mean of the known costs; null where none is known
 * @param outputTokens mean of the known ones; null where none is known
 * @param labelSources those that graded it, joined by {@code +}
 * @param draws the designed draws that bought it; empty where it was not sampled
 */
record Answer(
        double score,
        boolean judged,
        List<Judgement> judgements,
        @Nullable Usd cost,
        @Nullable Long outputTokens,
        String labelSources,
        SortedSet<FrameDraw> draws) {}
