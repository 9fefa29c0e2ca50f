package io.weighbridge.bench;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.BettingSequence;
import io.weighbridge.evidence.Interval;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench engine}. */
@Command(
        name = "engine",
        description = {
            "Measures the betting engine on one core: increments a second into a sequence that asks about one tolerance, and into"
                    + " both p-values of increments in memory. Best of five after three rounds to warm up."
        },
        footer = "  weighbridge bench engine --json engine.json")
final class EngineBenchCommand extends JobCommand {
    private static final Interval DIFFERENCES = new Interval(-1, 1);
    private static final double TOLERANCE = 0.01;
    private static final double TARGET = 1e6;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;

    @Option(names = "--increments", defaultValue = "1000000", description = "A round (default: ${DEFAULT-VALUE}).")
    private int increments;

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        double[] differences = new double[increments];
        for (int i = 0; i < differences.length; i++) {
            double draw = random.nextDouble();
            differences[i] = draw < 0.08 ? -1 : draw > 0.93 ? 1 : 0;
        }
        double sequence = rate(() -> {
            BettingSequence wealth = BettingSequence.over(DIFFERENCES, -TOLERANCE);
            for (double difference : differences) {
                wealth.add(difference);
            }
            return wealth.pValueMeanAtMost(-TOLERANCE);
        });
        double inMemory = rate(() -> {
            BettingInference inference = new BettingInference(DIFFERENCES, differences);
            return inference.pValueMeanAtMost(-TOLERANCE) + inference.pValueMeanAtLeast(-TOLERANCE);
        });
        List<Measurement> measurements = List.of(
                Measurement.alone("sequence_increments_per_second", sequence, "1/s", sequence >= TARGET),
                Measurement.alone("p_value_increments_per_second", inMemory, "1/s", inMemory >= TARGET));
        return new BenchResult("engine", Machine.description(), increments, measurements).summary(result.path());
    }

    private double rate(DoubleSupplier round) {
        double best = 0;
        double used = 0;
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            long begun = System.nanoTime();
            used += round.getAsDouble();
            double seconds = (System.nanoTime() - begun) / 1e9;
            best = i < WARM_UP ? best : Math.max(best, increments / seconds);
        }
        if (Double.isNaN(used)) {
            throw new IllegalStateException("p-values must be numbers");
        }
        return best;
    }
}
