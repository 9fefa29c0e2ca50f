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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The local folder of one set: files first, {@code manifest.json} last; without it the set is unfinished. */
final class FinetuneFolder {
    private static final String TRAIN = "train.jsonl";
    private static final String VALIDATION = "validation.jsonl";
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

    /** The two files; the second is null where nothing is held back. */
    record Parts(Part train, @Nullable Part validation) {}

    /** Writes both files in the order of their examples; texts are read once. */
    Parts write(Split split, ExampleRows rows, Layout layout) throws IOException {
        Files.createDirectories(folder);
        List<Example> all = new ArrayList<>(split.train());
        all.addAll(split.validation());
        try (BufferedWriter train = writer(TRAIN);
                BufferedWriter validation = split.validation().isEmpty() ? train : writer(VALIDATION)) {
            int[] written = new int[1];
            rows.write(all, layout, line -> {
                BufferedWriter out = written[0]++ < split.train().size() ? train : validation;
                out.write(line);
                out.write('\n');
            });
        }
        return new Parts(
                part(TRAIN, split.train()), split.validation().isEmpty() ? null : part(VALIDATION, split.validation()));
    }

    private BufferedWriter writer(String name) throws IOException {
        return Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8);
    }

    private Part part(String name, List<Example> examples) throws IOException {
        Path file = folder.resolve(name);
        long tokens = examples.stream().mapToLong(Example::tokens).sum();
        return new Part(name, examples.size(), tokens, Files.size(file), Sha256.hex(file));
    }

    /** Says of every line written which call it is, so that the set can be left out of an evaluation and a person out of the set. */
    void writeOrigins(Split split, Function<Example, String> groupOf) throws IOException {
        try (BufferedWriter out = writer(ORIGINS)) {
            writeOrigins(out, TRAIN, split.train(), groupOf);
            writeOrigins(out, VALIDATION, split.validation(), groupOf);
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
