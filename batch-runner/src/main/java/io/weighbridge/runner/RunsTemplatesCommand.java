package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.reuse.TemplateMining;
import io.weighbridge.runner.reuse.TemplateMining.Mined;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge runs templates}. */
@Command(
        name = "templates",
        description = {
            "Finds shapes of prompts that had one and the same answer in all runs of a lake that have ended, and writes them as"
                    + " template answers for reuse.templates. Look at them before they answer anybody.",
            "That n calls had one answer says, at 95 % confidence, that fewer than 3 in n calls like them have another."
        },
        footer = "  weighbridge runs templates --lake lake --least 100 --out answers.jsonl")
final class RunsTemplatesCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake, on a local disk.")
    private @Nullable String lake;

    @Option(
            names = "--least",
            paramLabel = "N",
            defaultValue = "100",
            description = "Calls that a shape must have had, at least 2 (default: ${DEFAULT-VALUE}).")
    private long least;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write them.")
    private Path out = Path.of("answers.jsonl");

    /**
     * The result line of {@code --json}.
     *
     * @param calls that had the answers
     */
    private record Result(Path out, int runs, int templates, long calls) {}

    @Override
    protected Summary run() throws Exception {
        if (least < 2) {
            throw new BadInputException("--least: must be at least 2, was " + least);
        }
        if (!settings().redact().isEmpty()) {
            throw new BadInputException("redact: must be empty, redacted prompts and answers are no templates");
        }
        RunDirectories directories = RunDirectories.in(WorkloadCommand.localLake(lake(lake)), Clock.systemUTC());
        List<String> ended =
                directories.newestFirst().stream().filter(directories::finished).toList();
        TemplateMining mining = new TemplateMining();
        List<Path> files = ended.stream()
                .map(runId -> directories.directory(runId).resolve("calls.jsonl"))
                .toList();
        for (Path file : files) {
            read(file, mining::count);
        }
        for (Path file : files) {
            read(file, call -> mining.take(call, least));
        }
        List<Mined> found = mining.found();
        String lines =
                found.stream().map(mined -> JsonOutput.line(mined) + "\n").collect(Collectors.joining());
        AtomicFile.write(out, lines.getBytes(StandardCharsets.UTF_8));
        long calls = found.stream().mapToLong(Mined::calls).sum();
        return new Summary(
                "%,d templates, which answered %,d calls of %,d runs: %s"
                        .formatted(found.size(), calls, ended.size(), out),
                new Result(out, ended.size(), found.size(), calls));
    }

    private static void read(Path file, Consumer<CanonicalCall> consumer) throws IOException {
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                consumer.accept(CanonicalCallJson.fromJson(line));
            }
        } catch (InvalidRecordException e) {
            throw new BadInputException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }
}
