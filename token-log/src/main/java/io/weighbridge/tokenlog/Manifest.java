package io.weighbridge.tokenlog;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a finished directory holds (FORMAT.md, "Manifest"). It is written last; a directory without one is unfinished
 * and readers ignore it.
 *
 * @param files by name
 */
public record Manifest(List<Entry> files) {
    /** Its name in the directory. */
    public static final String FILE_NAME = "manifest.json";

    private static final String FORMAT = "weighbridge-manifest";
    private static final int VERSION = 1;

    public Manifest {
        files = files.stream().sorted(Comparator.comparing(Entry::name)).toList();
    }

    /**
     * One file.
     *
     * @param name path inside the directory, with slashes
     * @param size in bytes
     * @param sha256 of the content, 64 lower-case hexadecimal digits
     */
    public record Entry(String name, long size, String sha256) {
        public Entry {
            if (name.isBlank() || name.startsWith("/") || name.startsWith("..") || name.contains("/..")) {
                throw new InvalidRecordException("name", "must be a path inside the directory", name);
            }
            if (size < 0) {
                throw new InvalidRecordException("size", "must not be negative", Long.toString(size));
            }
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new InvalidRecordException("sha256", "must be 64 hexadecimal digits", sha256);
            }
        }
    }

    /** Describes all files of a directory, those of its sub-directories too, except a manifest and dot files. */
    public static Manifest describe(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.filter(Files::isRegularFile)
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> !path.equals(directory.resolve(FILE_NAME)))
                    .toList();
        }
        List<Entry> entries = new ArrayList<>();
        for (Path path : paths) {
            String name = directory.relativize(path).toString().replace('\\', '/');
            entries.add(new Entry(name, Files.size(path), Sha256.hex(path)));
        }
        return new Manifest(entries);
    }

    /** Finishes a directory: describes its files and writes the manifest in one step. */
    public static Manifest finish(Path directory) throws IOException {
        Manifest manifest = describe(directory);
        AtomicFile.write(directory.resolve(FILE_NAME), manifest.toJson().getBytes(StandardCharsets.UTF_8));
        return manifest;
    }

    /** The manifest of a directory; empty where the directory is unfinished or absent. */
    public static Optional<Manifest> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fromJson(Utf8.decode(Files.readAllBytes(file), FILE_NAME)));
        } catch (InvalidRecordException e) {
            throw e.in(file.toString());
        }
    }

    /** What differs between this manifest and the directory, one sentence each; empty where nothing does. */
    public List<String> differences(Path directory) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Entry entry : files) {
            Path file = directory.resolve(entry.name());
            if (!Files.isRegularFile(file)) {
                differences.add(entry.name() + " is missing");
            } else if (Files.size(file) != entry.size()) {
                differences.add(entry.name() + " has " + Files.size(file) + " bytes, not " + entry.size());
            } else if (!Sha256.hex(file).equals(entry.sha256())) {
                differences.add(entry.name() + " has other content than when it was written");
            }
        }
        return differences;
    }

    public String toJson() {
        StringWriter out = new StringWriter();
        try {
            StrictJson.writePretty(out, json -> {
                json.writeStartObject();
                json.writeStringField("format", FORMAT + "/" + VERSION);
                json.writeArrayFieldStart("files");
                for (Entry entry : files) {
                    json.writeStartObject();
                    json.writeStringField("name", entry.name());
                    json.writeNumberField("size", entry.size());
                    json.writeStringField("sha256", entry.sha256());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** @throws InvalidRecordException if the text is not a manifest of this version */
    public static Manifest fromJson(String text) {
        ObjectFields fields = new ObjectFields(StrictJson.object(text, "manifest"), "");
        fields.requireFormat(FORMAT, "manifest", VERSION);
        List<Entry> entries = new ArrayList<>();
        for (ObjectFields entry : fields.objects("files")) {
            entries.add(
                    new Entry(entry.requiredText("name"), entry.requiredWhole("size"), entry.requiredText("sha256")));
            entry.refuseOthers();
        }
        fields.refuseOthers();
        return new Manifest(entries);
    }
}
