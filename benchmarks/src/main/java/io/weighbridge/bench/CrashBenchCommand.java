package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench crash}. */
@Command(
        name = "crash",
        description = {
            "Kills ingests (SIGKILL) at random moments, ingests again, and compares the lake row for row with that of an"
                    + " undisturbed ingest. About 15 s a kill."
        },
        footer = "  weighbridge bench crash --kills 50 --json crash.json")
final class CrashBenchCommand extends JobCommand {
    @Option(names = "--kills", defaultValue = "50", description = "How many (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--calls", defaultValue = "3000", description = "Calls of the logs (default: ${DEFAULT-VALUE}).")
    private long calls;

    @Option(names = "--seed", defaultValue = "1", description = "Of the moments (default: ${DEFAULT-VALUE}).")
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
        if (kills < 1 || calls < 1000) {
            throw new BadInputException(
                    "--kills: must be at least 1, was " + kills + "; --calls: at least 1000, was " + calls);
        }
        try (Scratch scratch = Scratch.under(work)) {
            Commands commands = new Commands(
                    Commands.launcher(console().environment()),
                    Files.writeString(scratch.resolve("weighbridge.yaml"), "{}\n"));
            CrashLogs logs = CrashLogs.write(commands, scratch.resolve("month"), calls, seed);
            return new CrashBench(commands, scratch, logs, seed, console().err()::println)
                    .run(kills)
                    .summary(result.path());
        }
    }
}
