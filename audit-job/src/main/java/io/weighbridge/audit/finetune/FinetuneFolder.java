package io.weighbridge.audit.finetune;

import io.weighbridge.audit.finetune.FinetuneSet.Part;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.Sha256;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The local folder of one set: files first, {@code manifest.json} last; without it the set is unfinished. */
final class FinetuneFolder {
    private static final String ORIGINS = "origins.jsonl";

    private final Path folder;

    /** @throws BadInputException unless the folder is new or empty */
    FinetuneFolder(Path folder) {
        this.folder = folder;
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new BadInputException("--out: must be a new or empty folder, was " + folder);
                }
            } catch (IOException e) {
                throw new BadInputException("--out: must be a new or empty folder, was " + folder, e);
            }
        }
    }

    /** A line of {@code origins.jsonl}: where a line of a file comes from. */
    private record Origin(String file, int line, String source, String callId, double score, String group) {}

    /** Writes a file of examples in their order. */
    Part write(String name, List<Example> examples, ExampleRows rows, Layout layout) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            rows.write(examples, layout, line -> {
                out.write(line);
                out.write('\n');
            });
        }
        long tokens = examples.stream().mapToLong(Example::tokens).sum();
        return new Part(name, examples.size(), tokens, Files.size(file), Sha256.hex(file));
    }

    /** Says of every line written which call it is, so that the set can be left out of an evaluation and a person out of the set. */
    void writeOrigins(String train, String validation, Split split, Function<Example, String> groupOf)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(ORIGINS), StandardCharsets.UTF_8)) {
            writeOrigins(out, train, split.train(), groupOf);
            writeOrigins(out, validation, split.validation(), groupOf);
        }
    }

    private static void writeOrigins(
            BufferedWriter out, String file, List<Example> examples, Function<Example, String> groupOf)
            throws IOException {
        for (int line = 0; line < examples.size(); line++) {
            Example example = examples.get(line);
            out.write(JsonOutput.line(new Origin(
                    file, line + 1, example.source(), example.callId(), example.score(), groupOf.apply(example))));
            out.write('\n');
        }
    }

    void finish(FinetuneSet set) throws IOException {
        Files.writeString(folder.resolve(FinetuneSet.FILE_NAME), JsonOutput.pretty(set));
        Manifest.finish(folder);
    }
}
