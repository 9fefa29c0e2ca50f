package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.TableSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of the files of an ingest are in the lake already, by the hashes of their bytes. */
final class Ledger {
    private final TableSnapshot snapshot;
    private final Map<String, IngestedFile> known = new HashMap<>();

    private Ledger(TableSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static Ledger read(TableSnapshot snapshot, List<InputFile> files) {
        Ledger ledger = new Ledger(snapshot);
        if (snapshot.exists()) {
            Object[] hashes = files.stream().map(InputFile::sha256).toArray();
            snapshot.rows().filter(col("sha256").isin(hashes)).collectAsList().stream()
                    .map(IngestedFile::of)
                    .forEach(entry -> ledger.known.put(entry.sha256(), entry));
        }
        return ledger;
    }

    TableSnapshot snapshot() {
        return snapshot;
    }

    /** Those of the files that are not in the lake. */
    List<InputFile> missing(List<InputFile> files) {
        return files.stream().filter(file -> !known.containsKey(file.sha256())).toList();
    }

    List<IngestedFile> known() {
        return List.copyOf(known.values());
    }
}
