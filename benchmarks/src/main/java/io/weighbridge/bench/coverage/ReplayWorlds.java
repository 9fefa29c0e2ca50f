package io.weighbridge.bench.coverage;

import static io.weighbridge.bench.coverage.Truths.CONFIDENCE;
import static io.weighbridge.bench.coverage.Truths.DIFFERENCES;
import static io.weighbridge.bench.coverage.Truths.covers;

import io.weighbridge.evidence.DesignedReplay;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.NightlyReplay;
import io.weighbridge.evidence.ReplayDesign;
import io.weighbridge.evidence.ShrunkenMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws from frames: designs that learn from night to night, caps, and frames that change. */
final class ReplayWorlds {
    private static final int NIGHTS = 5;

    private ReplayWorlds() {}

    static List<World> all() {
        return List.of(
                new World(
                        "adaptive-replay",
                        "strata losing 3 % and 30 %, a pilot of 40, designs and predictions from earlier nights: t on Z",
                        Rule.coverage(0.93, 0.97),
                        4_000,
                        4_000,
                        random -> !covers(adaptive(random).fixedLook(CONFIDENCE), Frame.MEAN),
                        "adaptive probabilities pooled",
                        random -> !covers(pooled(random).fixedLook(CONFIDENCE), Frame.MEAN)),
                new World(
                        "adaptive-replay-sequence",
                        "the same, held at every look by the betting engine",
                        Rule.errorAtMost(0.05),
                        2_000,
                        250,
                        random ->
                                !adaptive(random).anytime().interval(CONFIDENCE).contains(Frame.MEAN),
                        "adaptive probabilities pooled",
                        random -> !pooled(random).anytime().interval(CONFIDENCE).contains(Frame.MEAN)),
                new World(
                        "cap-binds",
                        "dear calls lose, and the cap runs out: draws end at the first that it cannot pay",
                        Rule.errorAtMost(0.05),
                        1_000,
                        300,
                        random -> !capped(random, false).contains(Dear.MEAN),
                        "skipped for cheaper ones that it can still pay",
                        random -> !capped(random, true).contains(Dear.MEAN)),
                new World(
                        "changing-frames",
                        "loss and size change from night to night, and late rows are a frame of their own: frames by size",
                        Rule.coverage(0.93, 0.97),
                        4_000,
                        4_000,
                        random -> !covers(
                                DesignedReplay.inRounds(changing(random), Changing.SIZES)
                                        .fixedLook(CONFIDENCE),
                                Changing.mean()),
                        "all draws pooled as if from one frame",
                        random -> !covers(
                                DesignedReplay.overNights(changing(random)).fixedLook(CONFIDENCE), Changing.mean())));
    }

    /** 2,000 calls, of which a tenth is hard. */
    private static final class Frame {
        static final int CALLS = 2_000;
        static final double MEAN = -(54 + 60) / 2_000.0;

        static int stratum(int call) {
            return call < 200 ? 1 : 0;
        }

        static double difference(int call) {
            return call < 60 || (call >= 200 && call < 254) ? -1 : 0;
        }
    }

    /** The incumbent is right on every call. */
    private static DesignedReplay adaptive(SplittableRandom random) {
        int[] strata = IntStream.range(0, Frame.CALLS).map(Frame::stratum).toArray();
        NightlyReplay replay = NightlyReplay.of(Truths.filled(Frame.CALLS, 1), strata, Truths.filled(Frame.CALLS, 1));
        for (int night = 0; night <= NIGHTS; night++) {
            NightlyReplay.Night tonight = replay.next();
            int[] draws = draws(random, tonight.design(), night == 0 ? 40 : 200);
            replay.add(tonight, draws, values(draws, Frame::difference), Truths.filled(draws.length, 1));
        }
        return replay.evidence();
    }

    /** The same nights, but every draw counts alike. */
    private static DesignedReplay pooled(SplittableRandom random) {
        ShrunkenMoments seen = new ShrunkenMoments(2);
        double[] all = {};
        for (int night = 0; night <= NIGHTS; night++) {
            double[] deviations = new double[Frame.CALLS];
            for (int call = 0; call < Frame.CALLS; call++) {
                deviations[call] = seen.deviation(Frame.stratum(call));
            }
            ReplayDesign design = night == 0
                    ? ReplayDesign.uniform(Frame.CALLS)
                    : ReplayDesign.of(deviations, Truths.filled(Frame.CALLS, 1), ReplayDesign.UNIFORM_SHARE);
            int[] draws = draws(random, design, night == 0 ? 40 : 200);
            double[] differences = values(draws, Frame::difference);
            for (int i = 0; i < draws.length; i++) {
                seen.add(Frame.stratum(draws[i]), differences[i], 1 / design.relativeProbability(draws[i]));
            }
            all = DoubleStream.concat(Arrays.stream(all), Arrays.stream(differences))
                    .toArray();
        }
        return DesignedReplay.of(all, DIFFERENCES, Truths.filled(all.length, 1), 1);
    }

    /** 1,000 calls, of which a tenth costs a hundred times as much and loses four times in ten. */
    private static final class Dear {
        static final double MEAN = -0.4 * 0.1;

        static double cost(int call) {
            return call < 100 ? 100 : 1;
        }

        static double difference(int call) {
            return call < 40 ? -1 : 0;
        }
    }

    private static Interval capped(SplittableRandom random, boolean skips) {
        ReplayDesign design = ReplayDesign.uniform(1_000);
        double[] costs = new double[1_000];
        Arrays.setAll(costs, Dear::cost);
        BitSet paid = new BitSet();
        double cap = 3_000;
        int[] draws = design.drawsWithin(cap, costs, 2_000, paid, random);
        if (skips) {
            double left = cap - paid.stream().mapToDouble(Dear::cost).sum();
            int[] more = draws(random, design, 2_000);
            List<Integer> all = new ArrayList<>(Arrays.stream(draws).boxed().toList());
            for (int call : more) {
                if (!paid.get(call) && costs[call] > left) {
                    continue;
                }
                left -= paid.get(call) ? 0 : costs[call];
                paid.set(call);
                all.add(call);
            }
            draws = all.stream().mapToInt(Integer::intValue).toArray();
        }
        return DesignedReplay.of(values(draws, Dear::difference), DIFFERENCES, Truths.filled(draws.length, 1), 1)
                .anytime()
                .interval(CONFIDENCE);
    }

    /** Four nights and the late rows of all of them, drawn alike. */
    private static final class Changing {
        static final long[] SIZES = {4_000, 1_000, 500, 2_000, 300};
        static final double[] LOSSES = {0.02, 0.10, 0.20, 0.05, 0.30};

        static double mean() {
            double sum = 0;
            for (int frame = 0; frame < SIZES.length; frame++) {
                sum -= SIZES[frame] * LOSSES[frame];
            }
            return sum / Arrays.stream(SIZES).sum();
        }
    }

    private static List<DesignedReplay> changing(SplittableRandom random) {
        List<DesignedReplay> frames = new ArrayList<>();
        for (int frame = 0; frame < Changing.SIZES.length; frame++) {
            long size = Changing.SIZES[frame];
            double lost = Changing.LOSSES[frame] * size;
            double[] differences = random.longs(400, 0, size)
                    .mapToDouble(call -> call < lost ? -1 : 0)
                    .toArray();
            frames.add(DesignedReplay.of(differences, DIFFERENCES, Truths.filled(400, 1), 1));
        }
        return frames;
    }

    private static int[] draws(SplittableRandom random, ReplayDesign design, int number) {
        return random.doubles(number).mapToInt(design::call).toArray();
    }

    private interface OfCall {
        double value(int call);
    }

    private static double[] values(int[] draws, OfCall ofCall) {
        return Arrays.stream(draws).mapToDouble(ofCall::value).toArray();
    }
}
