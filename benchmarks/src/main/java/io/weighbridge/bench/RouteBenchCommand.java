package io.weighbridge.bench;

import io.weighbridge.bench.route.MadePolicies;
import io.weighbridge.bench.route.RouteBench;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench route}. */
@Command(
        name = "route",
        description = {
            "Measures decisions by a policy of eleven models on prompts of 1 kB, on one core: features, scores, calibration, costs,"
                    + " rule and reason. The peer, ONNX Runtime on one thread, gets the same features, gathers the same weights"
                    + " in double precision and applies the sigmoid, without calibration, costs, rule and reason."
        },
        footer = "  weighbridge bench route --json route.json")
final class RouteBenchCommand extends JobCommand {
    private static final double TARGET_PER_SECOND = 100_000;
    private static final double TARGET_P99_MICROS = 50;
    private static final double TARGET_BYTES = 2_048;
    private static final double TARGET_LOAD_MILLIS = 300;
    private static final double TREES_AT_MOST = 3;

    @Option(names = "--prompts", defaultValue = "20000", description = "Different prompts (default: ${DEFAULT-VALUE}).")
    private int prompts;

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        MadePolicies made = new MadePolicies(prompts, 1);
        RouteBench bench = new RouteBench(made.prompts());
        RouteBench.Load logistic = RouteBench.load(made.logistic());
        RouteBench.Load trees = RouteBench.load(made.trees());
        RouteBench.Speed byWeights = bench.decisions(logistic.router());
        RouteBench.Speed byTrees = bench.decisions(trees.router());
        double onnx = bench.onnx(logistic.router());
        double slower = byWeights.perSecond() / byTrees.perSecond();
        List<Measurement> measurements = List.of(
                Measurement.rate(
                        "decisions_per_second_per_core",
                        byWeights.perSecond(),
                        "1/s",
                        byWeights.perSecond() >= TARGET_PER_SECOND,
                        "ONNX Runtime",
                        onnx),
                alone("p99_micros", byWeights.p99Micros(), "µs", TARGET_P99_MICROS),
                alone("bytes_per_decision", byWeights.bytesPerDecision(), "B", TARGET_BYTES),
                alone("load_millis", logistic.loadMillis(), "ms", TARGET_LOAD_MILLIS),
                Measurement.alone(
                        "trees_decisions_per_second_per_core", byTrees.perSecond(), "1/s", slower <= TREES_AT_MOST),
                alone("trees_times_slower", slower, "times", TREES_AT_MOST),
                alone("trees_p99_micros", byTrees.p99Micros(), "µs", TREES_AT_MOST * TARGET_P99_MICROS),
                alone("trees_bytes_per_decision", byTrees.bytesPerDecision(), "B", TARGET_BYTES),
                Measurement.alone("policy_megabytes", logistic.bytes() / 1e6, "MB", true));
        return new BenchResult("route", Machine.description(), prompts, measurements).summary(result.path());
    }

    private static Measurement alone(String name, double value, String unit, double atMost) {
        return Measurement.alone(name, value, unit, value <= atMost);
    }
}
