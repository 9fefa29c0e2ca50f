package io.weighbridge.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One command of the launcher. A subclass adds its options and says in {@link #run()} what the job does; reading
 * {@code weighbridge.yaml}, printing the result and the exit status are the same for all.
 *
 * <p>The {@code @Command} of a subclass has a name, a description and, as {@code footer}, an example.
 */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Application.Version.class,
        sortOptions = false,
        footerHeading = "%nExample:%n")
public abstract class JobCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings to read (default: ./weighbridge.yaml if there is one).")
    private @Nullable Path config;

    @Option(names = "--json", description = "End with one line of JSON instead of the summary.")
    private boolean json;

    private Console console = Console.system();

    /** Does the job. Failures are {@link BadInputException} (2) or anything else (1). */
    protected abstract Summary run() throws Exception;

    /** The result is out: whoever started the command knows of it, and does not start it again for the same work. */
    protected void printed() throws IOException {}

    /** The settings from defaults, {@code weighbridge.yaml} and environment, in rising rank; flags outrank them. */
    protected final Settings settings() {
        return Settings.load(config, console.environment());
    }

    /**
     * The lake to work on.
     *
     * @param flag the value of {@code --lake}, or null if it was not given
     * @throws BadInputException if neither the flag nor the settings name one
     */
    protected final String lake(@Nullable String flag) {
        String lake = flag != null ? flag : settings().lake();
        if (lake == null) {
            throw new BadInputException(
                    "no lake: give --lake DIR, or set lake in weighbridge.yaml or WEIGHBRIDGE_LAKE");
        }
        return lake;
    }

    /** Shows on standard error how far {@code task} is. {@code total} is the number of steps, or -1 if unknown. */
    protected final Progress progress(String task, long total) {
        return Progress.start(console, task, total);
    }

    /** Lets another command read the same settings, and write where this one does. */
    protected final void lend(JobCommand other) {
        other.console = console;
        other.config = other.config == null ? config : other.config;
    }

    /** Where output goes and settings come from. */
    protected final Console console() {
        return console;
    }

    /**
     * Starts other commands with the same settings.
     *
     * @throws BadInputException if this process was not started by the launcher
     */
    protected final Commands commands() {
        return new Commands(Commands.launcher(console.environment()), config);
    }

    @Override
    public final Integer call() throws Exception {
        StepContract step = StepContract.in(console.environment());
        if (step == null) {
            print(run());
            printed();
            return 0;
        }
        try (Lease held = step.hold()) {
            Instant begun = Instant.now();
            Summary summary;
            try {
                summary = run();
            } catch (JobFailedException e) {
                step.left(e, begun, Duration.between(begun, Instant.now()));
                throw e;
            }
            step.done(summary.json(), begun, Duration.between(begun, Instant.now()));
            print(summary);
        }
        printed();
        return 0;
    }

    private void print(Summary summary) {
        console.out().println(json ? JsonOutput.line(summary.json()) : summary.text());
        console.out().flush();
    }

    final void attach(Console to) {
        console = to;
    }
}
