package io.weighbridge.runner.batch;

import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Batches that programs of the operator's work off, one at a time: they may need a GPU for themselves. A batch is a folder
 * that tells everything of it, so that a killed run knows it again. No program outlives the run: each has a shell beside
 * it that ends it, with all that it has started, when the pipe from this process breaks.
 */
final class CommandQueue implements AutoCloseable {
    private static final String FOLDER = ".batches";
    private static final String INPUT = "input.jsonl";
    private static final String OUTPUT = "output.jsonl";
    private static final String HOLDER = "holder";
    private static final String INTERRUPTED = "interrupted";
    private static final String STATUS = "status";
    /** Start times are known to the second where the boot time is; a number that is given again comes later. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** Takes the folder, a file for what the program prints, and the program with its arguments. Begins when it is told to. */
    private static final String SHELL = """
            set -m
            folder=$1 log=$2
            shift 2
            exec 3<&0
            read -r begin <&3 || exit 1
            "$@" </dev/null >>"$log" 2>&1 3<&- &
            program=$!
            { cat; : >"$folder/interrupted"; kill -TERM -- -$program; sleep 10; kill -KILL -- -$program; } <&3 >/dev/null 2>&1 &
            watch=$!
            wait $program
            status=$?
            [ $status = 0 ] && rm -f "$log"
            echo $status >"$folder/status.new" && mv "$folder/status.new" "$folder/status"
            kill -KILL -- -$watch 2>/dev/null
            """;

    private final Path run;
    private final Path folders;
    private final Map<String, Process> shells = new HashMap<>();

    /** @param run folder of the run */
    CommandQueue(Path run) {
        this.run = run.toAbsolutePath();
        this.folders = this.run.resolve(FOLDER);
    }

    enum Stage {
        /** It waits for its turn, or is being worked off. */
        UNDER_WAY,
        /** Its program was ended before it was done, or never began: this process or an earlier one ended, or it was cancelled. */
        INTERRUPTED,
        /** Its program ended by itself. */
        ENDED
    }

    /** Adds a batch, wholly or not at all. */
    void add(BatchKey key, Path input) throws IOException {
        Path aside = folders.resolve("." + key.name());
        delete(aside);
        Files.createDirectories(aside);
        Files.copy(input, aside.resolve(INPUT));
        Files.move(aside, folder(key.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean has(String batch) {
        return Files.isDirectory(folder(batch));
    }

    /**
     * Says how far a batch is, and begins it if it is the first of those that wait and none is being worked off.
     *
     * @param words the program and its arguments, in which {@code {input}}, {@code {output}} and {@code {model}} are filled in
     */
    Stage advance(String batch, List<String> words, String model) throws IOException {
        Path folder = folder(batch);
        if (isAlive(folder)) {
            return Stage.UNDER_WAY;
        }
        boolean hasEnded = Files.exists(folder.resolve(STATUS));
        if (!Files.exists(folder.resolve(HOLDER)) && !Files.exists(folder.resolve(INTERRUPTED))) {
            if (!isBusy()) {
                begin(batch, words, model);
            }
            return Stage.UNDER_WAY;
        }
        boolean isDone = hasEnded && status(folder) == 0;
        boolean wasInterrupted = Files.exists(folder.resolve(INTERRUPTED)) || !hasEnded && !shells.containsKey(batch);
        return !isDone && wasInterrupted ? Stage.INTERRUPTED : Stage.ENDED;
    }

    private boolean isBusy() throws IOException {
        for (Path folder : list()) {
            if (isAlive(folder)) {
                return true;
            }
        }
        return false;
    }

    private void begin(String batch, List<String> words, String model) throws IOException {
        Path folder = folder(batch);
        Path log = log(batch);
        List<String> command = new ArrayList<>(List.of("bash", "-c", SHELL, "weighbridge-batch"));
        command.add(folder.toString());
        command.add(log.toString());
        for (String word : words) {
            command.add(word.replace("{input}", folder.resolve(INPUT).toString())
                    .replace("{output}", folder.resolve(OUTPUT).toString())
                    .replace("{model}", model));
        }
        Process shell = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.appendTo(log.toFile()))
                .start();
        shells.put(batch, shell);
        Instant startedAt = shell.info().startInstant().orElse(Instant.EPOCH);
        String holder = shell.pid() + " " + startedAt.toEpochMilli();
        AtomicFile.write(folder.resolve(HOLDER), holder.getBytes(StandardCharsets.UTF_8));
        shell.outputWriter().write("begin\n");
        shell.outputWriter().flush();
    }

    private static boolean isAlive(Path folder) throws IOException {
        Path holder = folder.resolve(HOLDER);
        if (!Files.exists(holder)) {
            return false;
        }
        String[] words = Files.readString(holder).split(" ", 2);
        Instant startedAt = Instant.ofEpochMilli(Long.parseLong(words[1]));
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, startedAt).abs().compareTo(SAME_START) < 0)
                .isPresent();
    }

    private static int status(Path folder) throws IOException {
        return Integer.parseInt(Files.readString(folder.resolve(STATUS)).strip());
    }

    /** Where the results of a batch are, as far as they were written; empty if none were. */
    Optional<Path> output(String batch) {
        Path output = folder(batch).resolve(OUTPUT);
        return Files.isRegularFile(output) ? Optional.of(output) : Optional.empty();
    }

    /** How the program of a batch ended, to be put behind "the command". */
    String ending(String batch) throws IOException {
        Path folder = folder(batch);
        if (!Files.exists(folder.resolve(STATUS))) {
            return "ended without a status";
        }
        int status = status(folder);
        return status == 0
                ? "has no result for it"
                : "ended with status " + status + ", see " + log(batch).getFileName();
    }

    /** Ends the program of a batch, or keeps it from beginning. */
    void interrupt(String batch) throws IOException {
        Path folder = folder(batch);
        if (!Files.exists(folder.resolve(STATUS))) {
            AtomicFile.write(folder.resolve(INTERRUPTED), new byte[0]);
        }
        Process shell = shells.get(batch);
        if (shell != null) {
            end(shell);
        }
    }

    private static void end(Process shell) {
        try {
            shell.outputWriter().close();
        } catch (IOException e) {
            // It has ended.
            shell.destroy();
        }
    }

    void keepOnly(Set<BatchKey> open) throws IOException {
        Set<Path> kept = open.stream().map(key -> folder(key.name())).collect(Collectors.toSet());
        for (Path folder : list()) {
            if (!kept.contains(folder)) {
                delete(folder);
            }
        }
        if (kept.isEmpty()) {
            delete(folders);
        }
    }

    private List<Path> list() throws IOException {
        if (!Files.isDirectory(folders)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folders)) {
            return found.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private Path folder(String batch) {
        return folders.resolve(batch);
    }

    private Path log(String batch) {
        return run.resolve("batch-" + batch + ".log");
    }

    @Override
    public void close() {
        shells.values().forEach(CommandQueue::end);
    }
}
