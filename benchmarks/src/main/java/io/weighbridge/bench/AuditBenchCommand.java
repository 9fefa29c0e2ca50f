package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench audit}. */
@Command(
        name = "audit",
        description = {
            "Adds a month of calls up inside a started session, beside DuckDB on the same files: spend by day, team, application, task,"
                    + " model, provider and tier, failed calls, calls that a cache would have answered, and the tokens that remain.",
            "What is found in prompts is timed apart.",
            "The lake is generated as Parquet without prompts and ingested first, or given by --lake."
        },
        footer = "  weighbridge bench audit --rows 30000000 --json audit.json")
final class AuditBenchCommand extends JobCommand {
    private static final int LEAST_ROWS = 10_000;
    /** Retries come on top of the calls that are generated. */
    private static final double ROWS_A_CALL = 1.0102;

    private static final String KEY_OF_MADE_UP_PROMPTS = "a key that keeps nothing secret";

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "1000000",
            description = "Rows of each case, rising (default: ${DEFAULT-VALUE}).")
    private List<Long> rows = List.of();

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            split = ",",
            description = "Lakes to audit in place of generated ones; their rollups are made anew.")
    private List<Path> lakes = List.of();

    @Option(
            names = "--prompts",
            description =
                    "Generate calls with prompts, which takes longer, and keep what near-duplicates and caching need.")
    private boolean hasPrompts;

    @Option(names = "--repetitions", defaultValue = "3", description = "Of each part (default: ${DEFAULT-VALUE}).")
    private int repetitions;

    @Option(
            names = "--executors",
            paramLabel = "N",
            split = ",",
            description = "Also on so many executors of one core, each a process; the last lake only (default: none).")
    private List<Integer> executors = List.of();

    @Option(
            names = "--heap",
            defaultValue = "4g",
            description = "Heap of the audit, the same in all cases (default: ${DEFAULT-VALUE}).")
    private String heap = "4g";

    @Option(names = "--seed", defaultValue = "1", description = "Of the calls (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for logs and lakes, emptied at the end (default: the system's for temporary files).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        if (repetitions < 1) {
            throw new BadInputException("--repetitions: must be at least 1, was " + repetitions);
        }
        if (executors.stream().anyMatch(count -> count < 1)) {
            throw new BadInputException("--executors: must be at least 1, was " + executors);
        }
        requireRising();
        try (Scratch scratch = Scratch.under(work)) {
            Path launcher = Commands.launcher(console().environment());
            Path settings = Files.writeString(scratch.resolve("weighbridge.yaml"), "{}\n");
            Commands commands = new Commands(
                    launcher,
                    settings,
                    Map.of("WEIGHBRIDGE_JAVA_OPTS", "-Xmx" + heap, "WEIGHBRIDGE_HASH_KEY", KEY_OF_MADE_UP_PROMPTS));
            List<Path> audited = lakes.isEmpty() ? generate(commands, scratch) : lakes;
            AuditBench bench = new AuditBench(commands, scratch.resolve("duckdb"), repetitions, this::say);
            for (Path lake : audited) {
                bench.measure(lake, audited.size() > 1);
            }
            if (!executors.isEmpty()) {
                LocalCluster cluster = LocalCluster.of(launcher, scratch.resolve("spark"));
                for (int count : executors) {
                    bench.scaleOut(
                            audited.getLast(),
                            count,
                            new Commands(launcher, settings, cluster.environment(count, heap)));
                }
            }
            return bench.result().summary(result.path());
        }
    }

    private void requireRising() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) < LEAST_ROWS || i > 0 && rows.get(i) <= rows.get(i - 1)) {
                throw new BadInputException("--rows: must rise, from " + LEAST_ROWS + ", was " + rows);
            }
        }
    }

    private List<Path> generate(Commands commands, Scratch scratch) throws Exception {
        List<Path> generated = new ArrayList<>();
        for (long size : rows) {
            say(String.format(Locale.ROOT, "generating and ingesting about %,d rows", size));
            Path month = scratch.resolve("month");
            commands.run(
                    "samples",
                    "generate",
                    "--calls",
                    Long.toString(Math.round(size / ROWS_A_CALL)),
                    "--draws",
                    "0",
                    "--next-day",
                    "100",
                    "--logs",
                    hasPrompts ? "parquet" : "hashed",
                    "--seed",
                    Long.toString(seed),
                    "--out",
                    month.toString());
            Path lake = scratch.resolve("lake-" + size);
            commands.run(
                    "ingest",
                    "--lake",
                    lake.toString(),
                    "--text",
                    "none",
                    month.resolve("logs").toString());
            Scratch.delete(month);
            generated.add(lake);
        }
        return generated;
    }

    private void say(String text) {
        console().err().println(text);
    }
}
