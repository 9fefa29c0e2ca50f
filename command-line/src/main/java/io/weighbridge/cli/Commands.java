package io.weighbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Weighbridge's commands, started as processes by the launcher. Each is given {@code --json}, and its last line of
 * output is its result. A command ends with this process: it is destroyed at an orderly exit and sees the end of its
 * standard input at any other.
 */
public final class Commands {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TAIL_LINES = 30;
    private static final String LAUNCHER = "WEIGHBRIDGE_LAUNCHER";

    private final Path launcher;
    private final @Nullable Path settings;
    private final Map<String, String> environment;

    /**
     * @param launcher {@code ./weighbridge}
     * @param settings the {@code weighbridge.yaml} of all commands; null is the one that each finds by itself
     */
    public Commands(Path launcher, @Nullable Path settings) {
        this(launcher, settings, Map.of());
    }

    /** @param environment what the commands find in their environment besides that of this process */
    public Commands(Path launcher, @Nullable Path settings, Map<String, String> environment) {
        this.launcher = launcher;
        this.settings = settings;
        this.environment = Map.copyOf(environment);
    }

    /**
     * The launcher that started this process.
     *
     * @throws BadInputException if this process was not started by one
     */
    public static Path launcher(Map<String, String> environment) {
        String named = environment.get(LAUNCHER);
        if (named == null || !Files.isExecutable(Path.of(named))) {
            throw new BadInputException("must be started by the launcher, as in: ./weighbridge demo (" + LAUNCHER
                    + " was " + (named == null ? "not set" : named) + ")");
        }
        return Path.of(named).toAbsolutePath();
    }

    /**
     * Runs one command to its end.
     *
     * @throws JobFailedException if its exit status is not 0; the message has the last lines of its log
     */
    public JsonNode run(String... arguments) throws IOException, InterruptedException {
        return run(process -> {}, arguments);
    }

    /** As {@link #run(String...)}, for a caller that watches the process. */
    public JsonNode run(Consumer<ProcessHandle> started, String... arguments) throws IOException, InterruptedException {
        return untilItsEnd(start(arguments), process -> {
            started.accept(process.toHandle());
            return result(arguments[0], process);
        });
    }

    /**
     * Runs one command as a step of a larger work: it holds the lease while it works and leaves a {@link StepRecord} when it is
     * done.
     *
     * @param id names the step in its record
     * @param record where the command leaves its record
     * @param lease file on a local disk that every step of the same work holds
     * @param log what it logs is added to this file
     * @return its exit status; 0 is done, and then there is a record
     */
    public int step(String id, Path record, Path lease, Path log, List<String> arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(arguments.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        new StepContract(id, record, lease).into(builder.environment());
        return untilItsEnd(builder.start(), Process::waitFor);
    }

    /** Starts a command whose end, output and log are the caller's to see to. */
    public Process start(String... arguments) throws IOException {
        return builder(arguments).start();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        if (settings != null) {
            command.addAll(List.of("--config", settings.toString()));
        }
        command.add("--json");
        ProcessBuilder builder = new ProcessBuilder(command);
        StepContract.outOf(builder.environment());
        builder.environment().putAll(environment);
        builder.environment().put(ParentPipe.ASKED_BY, "1");
        return builder;
    }

    /** What is done with a process until it ends. */
    private interface Wait<T> {
        T on(Process process) throws IOException, InterruptedException;
    }

    private static <T> T untilItsEnd(Process process, Wait<T> wait) throws IOException, InterruptedException {
        Thread destroyer = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(destroyer);
        try {
            return wait.on(process);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(destroyer);
        }
    }

    private static JsonNode result(String name, Process process) throws IOException, InterruptedException {
        CompletableFuture<Deque<String>> log = CompletableFuture.supplyAsync(() -> tail(process.getErrorStream()));
        Deque<String> output = tail(process.getInputStream());
        int status = process.waitFor();
        String logged = String.join("\n", log.join());
        if (status != 0) {
            throw new JobFailedException("weighbridge " + name + " ended with status " + status + "\n" + logged, null);
        }
        if (output.isEmpty()) {
            throw new JobFailedException("weighbridge " + name + " printed no result\n" + logged, null);
        }
        try {
            return JSON.readTree(output.getLast());
        } catch (JsonProcessingException e) {
            throw new JobFailedException("weighbridge " + name + ": its last line must be JSON\n" + logged, e);
        }
    }

    /** Reads to the end and keeps the last lines. */
    private static Deque<String> tail(InputStream in) {
        Deque<String> lines = new ArrayDeque<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> {
                if (lines.size() == TAIL_LINES) {
                    lines.removeFirst();
                }
                lines.addLast(line);
            });
        } catch (IOException | UncheckedIOException e) {
            lines.addLast("(its output broke off: " + e.getMessage() + ")");
        }
        return lines;
    }
}
