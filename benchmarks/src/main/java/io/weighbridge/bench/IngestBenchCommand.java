package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest}. */
@Command(
        name = "ingest",
        description = {
            "Reads generated LiteLLM spend logs (JSON lines, gzip) into a new lake, beside DuckDB reading the same files.",
            "Rates are uncompressed bytes by wall-clock time from the start of the process to its end."
        },
        footer = "  weighbridge bench ingest --rows 100000,1000000 --json ingest.json")
final class IngestBenchCommand extends JobCommand {
    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "100000,1000000",
            description = "Rows of each case, rising; rates are those of the last (default: ${DEFAULT-VALUE}).")
    private List<Long> rows = List.of();

    @Option(
            names = "--text",
            split = ",",
            defaultValue = "none,features,keep",
            description = "Modes of the last case (default: ${DEFAULT-VALUE}).")
    private List<String> modes = List.of();

    @Option(
            names = "--heap",
            defaultValue = "600m",
            description = "Heap of the ingest, the same in all cases (default: ${DEFAULT-VALUE}).")
    private String heap = "600m";

    @Option(names = "--seed", defaultValue = "1", description = "Of the logs (default: ${DEFAULT-VALUE}).")
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
        requireRising();
        try (Scratch scratch = Scratch.under(work)) {
            Commands commands = new Commands(
                    Commands.launcher(console().environment()),
                    Files.writeString(scratch.resolve("weighbridge.yaml"), "{}\n"),
                    Map.of("WEIGHBRIDGE_JAVA_OPTS", "-Xmx" + heap));
            return new IngestBench(commands, scratch, seed, console().err()::println)
                    .run(rows, modes)
                    .summary(result.path());
        }
    }

    private void requireRising() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) < 1000 || i > 0 && rows.get(i) <= rows.get(i - 1)) {
                throw new BadInputException("--rows: must rise, from 1000, was " + rows);
            }
        }
        if (modes.isEmpty() || rows.isEmpty()) {
            throw new BadInputException("--rows and --text: must have a value");
        }
    }
}
