package io.weighbridge.bench;

import io.weighbridge.bench.route.MadePolicies;
import io.weighbridge.bench.route.RouteBench;
import io.weighbridge.bench.route.RouteMicrobenchmark;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench route}. */
@Command(
        name = "route",
        description = {
            "Measures decisions by policies of eleven models on prompts of 1 kB, on one core: features, scores, calibration, costs,"
                    + " rule and reason. The first policy has as many features with weights as one trained on the questions of"
                    + " MMLU-Pro; the dense one has a weight for every feature of every prompt; the third has boosted trees. The"
                    + " peer, ONNX Runtime on one thread, gets the same features, gathers the same weights in double precision and"
                    + " applies the sigmoid, without calibration, costs, rule and reason."
        },
        footer = {
            "  weighbridge bench route --json route.json",
            "  weighbridge bench route --jmh        # decisions, explanations and loading, in processes of their own"
        })
final class RouteBenchCommand extends JobCommand {
    private static final double TARGET_PER_SECOND = 100_000;
    private static final double TARGET_P99_MICROS = 50;
    private static final double TARGET_BYTES = 2_048;
    private static final double TARGET_LOAD_MILLIS = 300;
    private static final double TREES_AT_MOST = 3;

    @Option(names = "--prompts", defaultValue = "20000", description = "Different prompts (default: ${DEFAULT-VALUE}).")
    private int prompts;

    @Option(names = "--jmh", description = "Measure by JMH instead; takes about five minutes.")
    private boolean jmh;

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        List<Measurement> measurements = jmh ? byJmh() : inThisProcess();
        return new BenchResult("route", Machine.description(), prompts, measurements).summary(result.path());
    }

    private List<Measurement> inThisProcess() throws Exception {
        MadePolicies made = new MadePolicies(prompts, 1);
        RouteBench bench = new RouteBench(made.prompts());
        List<Measurement> measurements = new ArrayList<>();
        // The dense policy is the largest: the first to be loaded.
        RouteBench.Load dense = RouteBench.load(made.policy(MadePolicies.Kind.DENSE));
        RouteBench.Load trained = RouteBench.load(made.policy(MadePolicies.Kind.TRAINED));
        RouteBench.Load trees = RouteBench.load(made.policy(MadePolicies.Kind.TREES));
        RouteBench.Speed speed = measure("", bench, trained, 1, measurements);
        measurements.add(alone("load_millis", dense.loadMillis(), "ms", TARGET_LOAD_MILLIS));
        measurements.add(Measurement.alone(
                "features_with_weights", bench.shareWithWeights(trained.router()), "of a prompt's", true));
        measure("dense_", bench, dense, 1, measurements);
        measurements.add(Measurement.alone("dense_policy_megabytes", dense.bytes() / 1e6, "MB", true));
        RouteBench.Speed byTrees = measure("trees_", bench, trees, TREES_AT_MOST, measurements);
        measurements.add(alone("trees_times_slower", speed.perSecond() / byTrees.perSecond(), "times", TREES_AT_MOST));
        return measurements;
    }

    /** @param times how much slower than the target a decision may be */
    private static RouteBench.Speed measure(
            String prefix, RouteBench bench, RouteBench.Load load, double times, List<Measurement> measurements)
            throws Exception {
        RouteBench.Speed speed = bench.decisions(load.router());
        boolean reached = speed.perSecond() >= TARGET_PER_SECOND / times;
        String name = prefix + "decisions_per_second_per_core";
        measurements.add(
                RouteBench.isLogistic(load.router())
                        ? Measurement.rate(
                                name, speed.perSecond(), "1/s", reached, "ONNX Runtime", bench.onnx(load.router()))
                        : Measurement.alone(name, speed.perSecond(), "1/s", reached));
        measurements.add(alone(prefix + "p99_micros", speed.p99Micros(), "µs", times * TARGET_P99_MICROS));
        measurements.add(alone(prefix + "bytes_per_decision", speed.bytesPerDecision(), "B", TARGET_BYTES));
        return speed;
    }

    private static Measurement alone(String name, double value, String unit, double atMost) {
        return Measurement.alone(name, value, unit, value <= atMost);
    }

    private List<Measurement> byJmh() throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(RouteMicrobenchmark.class.getName() + "\\.").param("prompts", Integer.toString(prompts));
        // Standard output is for the result.
        Runner runner =
                new Runner(options.build(), OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL));
        return runner.run().stream().map(RouteBenchCommand::measurement).toList();
    }

    /** As in "jmh_dense_route_micros". */
    private static Measurement measurement(RunResult run) {
        String method = run.getParams().getBenchmark().replaceAll(".*\\.", "");
        String policy = run.getParams().getParam("policy").toLowerCase(Locale.ROOT);
        Result<?> result = run.getPrimaryResult();
        return Measurement.alone("jmh_" + policy + "_" + method + "_micros", result.getScore(), "µs", true);
    }
}
