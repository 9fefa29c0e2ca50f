package io.weighbridge.audit.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The version of a lake's tables, in {@code lake.json} beside them: {@code {"format":"weighbridge-lake/4"}}. A lake without
 * the file has format 1 if it has tables, and is new if it has none. Format 2 added {@code calls.updated_at},
 * {@code calls.is_correction} and {@code sources.superseded}; format 3 the features of prompts in calls and outcomes, and
 * {@code outcomes.prompt_hash}; format 4 {@code calls.prompt_sketch}, {@code calls.prompt_bytes} and {@code calls.prefix_hashes}: an
 * older build would read such a lake, but its erasure would leave them behind.
 */
public final class LakeFormat {
    /** The version that this build reads and writes. */
    public static final int VERSION = 4;

    private static final String FILE = "lake.json";
    private static final String NAME = "weighbridge-lake/";

    private final FileSystem files;
    private final Path root;

    LakeFormat(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

    /** @throws BadInputException if the file does not say */
    public int version() {
        Path file = new Path(root, FILE);
        try {
            if (!files.exists(file)) {
                return hasTables() ? 1 : VERSION;
            }
            try (InputStream in = files.open(file)) {
                return parsed(file, new JsonMapper().readTree(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws BadInputException if the lake has another format than this build's; it says what to do */
    void requireCurrent() {
        int version = version();
        if (version < VERSION) {
            throw new BadInputException(
                    "%s: the lake has format %d, this build reads %d; first: weighbridge lake migrate --lake %s"
                            .formatted(name(), version, VERSION, name()));
        }
        if (version > VERSION) {
            throw new BadInputException(
                    "%s: Unsupported lake format %d; this build reads %d".formatted(name(), version, VERSION));
        }
    }

    /** Records this build's version; the file is complete or absent. */
    public void record() {
        Path file = new Path(root, FILE);
        Path temporary = new Path(root, "." + FILE + "." + UUID.randomUUID());
        try {
            files.mkdirs(root);
            try (OutputStream out = files.create(temporary, true)) {
                out.write(("{\"format\":\"" + NAME + VERSION + "\"}\n").getBytes(StandardCharsets.UTF_8));
            }
            if (!files.rename(temporary, file)) { // another job was first
                files.delete(temporary, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Records this build's version in a new lake. */
    void recordIfNew() {
        try {
            if (!files.exists(new Path(root, FILE))) {
                record();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean hasTables() {
        for (LakeTable table : LakeTable.values()) {
            if (new DeltaLogFiles(files, new Path(root, table.folder())).exists()) {
                return true;
            }
        }
        return false;
    }

    private static int parsed(Path file, JsonNode content) {
        String format = content.path("format").asText();
        if (!format.matches(NAME + "[0-9]{1,6}")) {
            throw new BadInputException(file + ": format: must be \"" + NAME + VERSION + "\", was \"" + format + "\"");
        }
        return Integer.parseInt(format.substring(NAME.length()));
    }

    private String name() {
        return root.toUri().getScheme() == null || root.toUri().getScheme().equals("file")
                ? root.toUri().getPath()
                : root.toString();
    }
}
