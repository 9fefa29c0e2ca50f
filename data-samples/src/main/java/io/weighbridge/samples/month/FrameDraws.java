package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws with replacement from one frame of calls that stream by: call i is drawn with probability q_i = β/N +
 * (1−β)·s_i/Σs, β = ½. Each draw first picks, by a coin, a uniform rank or a position on the line of all sizes; both are
 * whole numbers, so that the probabilities are exact. Calls must come in a fixed order.
 */
final class FrameDraws {
    private static final double UNIFORM_PART = 0.5;

    private final long frameSize;
    private final long totalOfSizes;
    private final List<Target> ranks = new ArrayList<>();
    private final List<Target> positions = new ArrayList<>();
    private int nextRank;
    private int nextPosition;
    private long calls;
    private long sizes;

    /** @param frame distinguishes the frames of one seed */
    FrameDraws(long seed, int frame, long frameSize, long totalOfSizes, long draws) {
        this.frameSize = frameSize;
        this.totalOfSizes = totalOfSizes;
        for (long draw = 0; draw < draws; draw++) {
            RowRandom random = RowRandom.of(seed, Purpose.REPLAY, (long) frame << 40 | draw);
            if (random.uniform() < UNIFORM_PART) {
                ranks.add(new Target(random.below(frameSize), draw));
            } else {
                positions.add(new Target(random.below(totalOfSizes), draw));
            }
        }
        ranks.sort(Comparator.comparingLong(Target::place).thenComparingLong(Target::draw));
        positions.sort(Comparator.comparingLong(Target::place).thenComparingLong(Target::draw));
    }

    long frameSize() {
        return frameSize;
    }

    /** Probability that one draw is a call of this size. */
    double probability(long size) {
        return UNIFORM_PART / frameSize + (1 - UNIFORM_PART) * size / totalOfSizes;
    }

    /** The draws, in ascending order, that fall on the next call of the frame. */
    List<Long> next(long size) {
        List<Long> drawn = new ArrayList<>(1);
        while (nextRank < ranks.size() && ranks.get(nextRank).place() == calls) {
            drawn.add(ranks.get(nextRank++).draw());
        }
        while (nextPosition < positions.size() && positions.get(nextPosition).place() < sizes + size) {
            drawn.add(positions.get(nextPosition++).draw());
        }
        calls++;
        sizes += size;
        drawn.sort(Comparator.naturalOrder());
        return drawn;
    }

    private record Target(long place, long draw) {}
}
