package io.weighbridge.audit.ingest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One log to ingest.
 *
 * @param order position among the files of this ingest, from 0; of equal rows the first file's is kept
 * @param path as Hadoop's file systems name it
 * @param prompts the file with the texts that an outcomes table refers to; null where there is none
 * @param format name of the format it is read as
 * @param sha256 of the bytes as stored, compressed or not
 * @param bytes size as stored
 */
record InputFile(int order, String path, @Nullable String prompts, String format, String sha256, long bytes)
        implements Serializable {
    /** What messages call it: local files by their path. */
    String name() {
        return name(path);
    }

    static String name(String path) {
        return path.startsWith("file:") ? path.substring("file:".length()).replaceFirst("^/+", "/") : path;
    }
}
