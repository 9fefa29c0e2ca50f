package io.weighbridge.runner.verify;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A program of the user's that reads the answer on standard input ends with status 0. It gets no secrets of this process. */
final class CommandVerifier implements Verifier {
    private static final Semaphore PROCESSES =
            new Semaphore(Runtime.getRuntime().availableProcessors());
    private static final String PATH = "PATH";
    private static final String CUSTOM_ID = "WEIGHBRIDGE_CUSTOM_ID";

    private final AnswerCheck.Command command;

    private CommandVerifier(AnswerCheck.Command command) {
        this.command = command;
    }

    /** @throws BadInputException if there is no such program */
    static CommandVerifier of(AnswerCheck.Command command) {
        String program = command.words().getFirst();
        if (!Programs.canRun(program)) {
            throw new BadInputException("verifiers: command must be a program that can be run, was " + program);
        }
        return new CommandVerifier(command);
    }

    @Override
    public Optional<String> problem(Answer answer) throws InterruptedException {
        PROCESSES.acquire();
        try {
            Path input = Files.createTempFile("weighbridge-answer-", ".txt");
            try {
                return run(answer.customId(), Files.write(input, answer.text().getBytes(StandardCharsets.UTF_8)));
            } finally {
                Files.deleteIfExists(input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "verifiers: command " + command.words().getFirst() + ": cannot be run", e);
        } finally {
            PROCESSES.release();
        }
    }

    /** The answer comes as a file, so that nobody waits for a program that does not read it. */
    private Optional<String> run(String customId, Path answer) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .redirectInput(answer.toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        String path = builder.environment().get(PATH);
        builder.environment().clear();
        if (path != null) {
            builder.environment().put(PATH, path);
        }
        // No variable can hold a NUL.
        builder.environment().put(CUSTOM_ID, customId.replace('\0', '\uFFFD'));
        Process process = builder.start();
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of("command: no end within " + command.timeout().toMillis() + " ms");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of("command: status " + process.exitValue());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
