package io.weighbridge.audit.assessment;

import java.util.Comparator;

/**
 * One draw of a unit.
 *
 * @param index position in the frame's sequence of draws
 * @param probability q in (0, 1], the unit's probability at this draw
 */
record FrameDraw(Frame frame, long index, double probability) implements Comparable<FrameDraw> {
    private static final Comparator<FrameDraw> ORDER = Comparator.comparing(
                    (FrameDraw draw) -> draw.frame().replayId())
            .thenComparing(draw -> draw.frame().name())
            .thenComparing(draw -> draw.frame().size())
            .thenComparing(FrameDraw::index)
            .thenComparing(FrameDraw::probability);

    /** N q: 1 for a uniform draw. */
    double relativeProbability() {
        return frame.size() * probability;
    }

    @Override
    public int compareTo(FrameDraw other) {
        return ORDER.compare(this, other);
    }
}
