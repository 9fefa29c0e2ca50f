package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Outcome;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One draw of a unit.
 *
 * @param index position in the frame's sequence of draws
 * @param probability q in (0, 1], the unit's probability at this draw
 * @param plan what was predicted of it before; null where nothing was
 */
record FrameDraw(Frame frame, long index, double probability, Outcome.@Nullable Plan plan)
        implements Comparable<FrameDraw> {
    private static final Comparator<FrameDraw> ORDER = Comparator.comparing(
                    (FrameDraw draw) -> draw.frame().replayId())
            .thenComparing(draw -> draw.frame().name())
            .thenComparing(draw -> draw.frame().size())
            .thenComparing(FrameDraw::index)
            .thenComparing(FrameDraw::probability);

    FrameDraw(Frame frame, long index, double probability) {
        this(frame, index, probability, null);
    }

    /** Whether it was drawn from units that judges scored, which need not be calls. */
    boolean isGold() {
        return plan != null && plan.greatestResidual() > 1;
    }

    /** One draw of one replay has it, and no other. */
    String name() {
        return frame.replayId() + " " + frame.name() + " " + index;
    }

    /** 1 / (n q), of n draws from its population. */
    double callsStoodFor(long draws) {
        return 1 / (draws * probability);
    }

    /** N q: 1 for a uniform draw. */
    double relativeProbability() {
        return frame.size() * probability;
    }

    @Override
    public int compareTo(FrameDraw other) {
        return ORDER.compare(this, other);
    }
}
