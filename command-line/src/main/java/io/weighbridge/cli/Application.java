package io.weighbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line of one module: its commands behind the name {@code weighbridge}, with the same help, output,
 * errors and exit status everywhere.
 *
 * <p>Exit status: 0 done; 1 the job failed; 2 bad arguments or unreadable input; {@link ExitStatus} has those of runs. Standard
 * output carries the summary only, everything else goes to standard error.
 */
public final class Application {
    private final CommandLine commandLine;

    /** @throws IllegalArgumentException if a command has no example in its help */
    public Application(Console console, JobCommand... commands) {
        commandLine = new CommandLine(new Root());
        for (JobCommand command : commands) {
            CommandLine added = new CommandLine(command);
            prepare(added, console);
            commandLine.addSubcommand(added);
        }
        Failures failures = new Failures(console);
        commandLine
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((exception, arguments) -> failures.badArguments(exception))
                .setExecutionExceptionHandler(
                        (exception, command, result) -> failures.failed(command.getCommandName(), exception));
    }

    /**
     * Runs one command of this process and returns the exit status for {@code System.exit}. Under
     * {@code WEIGHBRIDGE_PARENT_PIPE=1} the process ends with its standard input.
     */
    public static int run(String[] arguments, JobCommand... commands) {
        ParentPipe.watchIfAsked(System.getenv(), System.in);
        return new Application(Console.system(), commands).run(arguments);
    }

    /** @param arguments the command's name, then its options */
    public int run(String... arguments) {
        return commandLine.execute(arguments);
    }

    private static void prepare(CommandLine commandLine, Console console) {
        requireExample(commandLine);
        if (commandLine.getCommand() instanceof JobCommand command) {
            command.attach(console);
        }
        commandLine.getSubcommands().values().forEach(below -> prepare(below, console));
    }

    private static void requireExample(CommandLine command) {
        if (command.getCommandSpec().usageMessage().footer().length == 0) {
            throw new IllegalArgumentException(
                    "command " + command.getCommandName() + ": help must end with an example (footer), had none");
        }
    }

    /** The name before every command; alone it is a mistake, so it says which commands there are. */
    @Command(
            name = "weighbridge",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description =
                    "Which LLM calls needed the frontier model, what they cost, and where the next one should go.")
    private static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new ParameterException(spec.commandLine(), "Missing command");
            }
        }
    }

    /** What {@code --version} prints: the version of the build. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (var text = Application.class.getResourceAsStream("version.txt")) {
                return new String[] {new String(text.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }
}
