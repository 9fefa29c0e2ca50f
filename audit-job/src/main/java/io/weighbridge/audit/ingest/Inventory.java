package io.weighbridge.audit.ingest;

import java.util.List;

/**
 * What is to be ingested.
 *
 * @param files in the order of their names
 * @param unreadable one sentence for each file that cannot be read at all
 */
record Inventory(List<InputFile> files, List<String> unreadable) {
    Inventory {
        files = List.copyOf(files);
        unreadable = List.copyOf(unreadable);
    }
}
