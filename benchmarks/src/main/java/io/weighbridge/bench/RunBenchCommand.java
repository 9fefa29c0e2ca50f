package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench run}. */
@Command(
        name = "run",
        description = {
            "Runs a made-up workload against the simulated provider in a process of its own: items a second from the start of the"
                    + " process to its end, journal and result files included, beside a loop of the JDK's HTTP client that"
                    + " posts the same requests with as many in flight. They take turns; the best round of each counts.",
            "Also peak memory of the run's process, for workloads of different sizes and the same heap."
        },
        footer = "  weighbridge bench run --items 100000 --flat --json run.json")
final class RunBenchCommand extends JobCommand {
    private static final long SMALL = 10_000;
    private static final long LARGE = 1_000_000;

    @Option(names = "--items", defaultValue = "100000", description = "Requests (default: ${DEFAULT-VALUE}).")
    private long items;

    @Option(names = "--flat", description = "Also the memory of a run of 1,000,000 requests.")
    private boolean flat;

    @Option(names = "--concurrency", defaultValue = "96", description = "Calls in flight (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--latency-ms",
            defaultValue = "20",
            description = "Of every answer of the provider (default: ${DEFAULT-VALUE}).")
    private long latencyMillis;

    @Option(names = "--rounds", defaultValue = "2", description = "Turns of each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--java-options",
            defaultValue = "",
            description = "More flags for the run's JVM, such as -Xmx512m (default: those of every run).")
    private String javaOptions = "";

    @Option(names = "--seed", defaultValue = "1", description = "Of the workload (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Folder for workloads and lakes, emptied at the end (default: the system's for temporary files).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        if (items < 1 || rounds < 1 || concurrency < 1) {
            throw new BadInputException("--items, --rounds and --concurrency: must be at least 1, were " + items + ", "
                    + rounds + " and " + concurrency);
        }
        List<Long> sizes = new ArrayList<>(List.of(SMALL));
        if (flat) {
            sizes.add(LARGE);
        }
        RunBench.Options options = new RunBench.Options(concurrency, latencyMillis, rounds, javaOptions, seed);
        try (Scratch scratch = Scratch.under(work)) {
            return new RunBench(
                            Commands.launcher(console().environment()),
                            scratch,
                            options,
                            console().err()::println)
                    .run(items, sizes)
                    .summary(result.path());
        }
    }
}
