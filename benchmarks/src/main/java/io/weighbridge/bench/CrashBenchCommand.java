package io.weighbridge.bench;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench crash}. */
@Command(
        name = "crash",
        description = {
            "Kills (SIGKILL) at random moments and goes on. Ingests: compares the lake row for row with that of an undisturbed"
                    + " ingest; about 15 s a kill. Runs: kills the runner, a worker or PostgreSQL with all its processes, with calls and"
                    + " with batches, and compares what was handed over with what the provider answered and charged; about 10 s a kill."
        },
        footer = "  weighbridge bench crash --of runs --kills 100 --json crash.json")
final class CrashBenchCommand extends JobCommand {
    @Option(names = "--of", defaultValue = "INGESTS", description = "ingests or runs (default: ingests).")
    private Of of = Of.INGESTS;

    @Option(names = "--kills", description = "How many (default: 50 of ingests, 100 of runs).")
    private @Nullable Integer kills;

    @Option(
            names = "--items",
            defaultValue = "400",
            description = "Requests of the workload of a run (default: ${DEFAULT-VALUE}).")
    private long items;

    @Option(names = "--calls", defaultValue = "3000", description = "Calls of the logs (default: ${DEFAULT-VALUE}).")
    private long calls;

    @Option(names = "--seed", defaultValue = "1", description = "Of the moments (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for logs and lakes, emptied at the end (default: the system's for temporary files).")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    /** What is killed. */
    private enum Of {
        INGESTS(50),
        RUNS(100);

        private final int kills;

        Of(int kills) {
            this.kills = kills;
        }
    }

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        int many = kills == null ? of.kills : kills;
        if (many < 1 || calls < 1000 || items < 1) {
            throw new BadInputException("--kills: must be at least 1, was " + many + "; --calls: at least 1000, was "
                    + calls + "; --items: at least 1, was " + items);
        }
        try (Scratch scratch = Scratch.under(work)) {
            if (of == Of.RUNS) {
                return new RunCrashBench(
                                Commands.launcher(console().environment()),
                                scratch,
                                RunWorkload.write(scratch.resolve("workload"), items, seed),
                                seed,
                                console().err()::println)
                        .run(many)
                        .summary(result.path());
            }
            Commands commands = new Commands(
                    Commands.launcher(console().environment()),
                    Files.writeString(scratch.resolve("weighbridge.yaml"), "{}\n"));
            CrashLogs logs = CrashLogs.write(commands, scratch.resolve("month"), calls, seed);
            return new CrashBench(commands, scratch, logs, seed, console().err()::println)
                    .run(many)
                    .summary(result.path());
        }
    }
}
