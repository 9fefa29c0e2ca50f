package io.weighbridge.audit.ingest;

import java.util.List;

/**
 * What is to be ingested.
 *
 * @param files in the order of their names
 * @param detections why files were taken for their formats; empty where the format was given
 * @param unreadable one sentence for each file that cannot be read at all
 */
record Inventory(List<InputFile> files, List<Detection> detections, List<String> unreadable) {
    Inventory {
        files = List.copyOf(files);
        detections = List.copyOf(detections);
        unreadable = List.copyOf(unreadable);
    }

    /** So many files were taken for a format, as in "its rows have request_id, startTime and spend". */
    record Detection(String format, int files, String reason) {}
}
