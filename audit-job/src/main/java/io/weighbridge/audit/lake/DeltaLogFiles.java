package io.weighbridge.audit.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The commit files of one Delta table, {@code _delta_log/%020d.json} (Delta transaction protocol, "Delta Log
 * Entries"). Answers what a writer must know without starting a Spark job.
 */
final class DeltaLogFiles {
    private static final String COMMIT = "\\d{20}\\.json";

    private final FileSystem files;
    private final Path folder;

    DeltaLogFiles(FileSystem files, Path table) {
        this.files = files;
        this.folder = new Path(table, "_delta_log");
    }

    boolean exists() {
        return version() >= 0;
    }

    /** The last version, or -1 where the table was never written. */
    long version() {
        try {
            if (!files.exists(folder)) {
                return -1;
            }
            long last = -1;
            for (FileStatus file : files.listStatus(folder)) {
                String name = file.getPath().getName();
                if (name.matches(COMMIT)) {
                    last = Math.max(last, Long.parseLong(name.substring(0, 20)));
                }
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /**
     * The rows that the commit after {@code version} whose user metadata is {@code marker} added or replaced; empty where
     * there is no such commit.
     */
    OptionalLong rowsCommittedAfter(long version, String marker) {
        for (long next = version + 1; ; next++) {
            Path commit = new Path(folder, "%020d.json".formatted(next));
            try {
                if (!files.exists(commit)) {
                    return OptionalLong.empty();
                }
                JsonNode info = commitInfo(commit);
                if (info.path("userMetadata").asText().equals(marker)) {
                    return OptionalLong.of(rowsWritten(info));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(commit + ": cannot be read: " + e.getMessage(), e);
            }
        }
    }

    /** A merge also counts the rows that it only copied. */
    private static long rowsWritten(JsonNode info) {
        JsonNode metrics = info.path("operationMetrics");
        return info.path("operation").asText().equals("MERGE")
                ? metrics.path("numTargetRowsInserted").asLong()
                        + metrics.path("numTargetRowsUpdated").asLong()
                : metrics.path("numOutputRows").asLong();
    }

    private JsonNode commitInfo(Path commit) throws IOException {
        try (InputStream in = files.open(commit);
                MappingIterator<JsonNode> actions =
                        new JsonMapper().readerFor(JsonNode.class).readValues(in)) {
            while (actions.hasNext()) {
                JsonNode info = actions.next().path("commitInfo");
                if (info.isObject()) {
                    return info;
                }
            }
            return MissingNode.getInstance();
        }
    }
}
