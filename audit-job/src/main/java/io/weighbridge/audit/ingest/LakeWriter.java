package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.audit.lake.TableSnapshot;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of logs into the lake, each once. The tables are committed one after the other and the ledger last; a file
 * is ingested when the ledger says so. After a crash in between, ingesting the file again finds its own rows in the
 * lake, line by line, and writes only what is missing.
 */
final class LakeWriter {
    /** Outcomes before calls: an audit that looks in between misses evidence rather than mistaking it for complete. */
    private static final List<LakeTable> ORDER = List.of(LakeTable.QUARANTINE, LakeTable.OUTCOMES, LakeTable.CALLS);

    private final Lake lake;
    private final Clock clock;
    private final String priceVersion;
    private final @Nullable FeatureSample sample;
    private final Commits commits;

    /** @param sample of the calls whose features are kept; null where none are */
    LakeWriter(Lake lake, Clock clock, String priceVersion, @Nullable FeatureSample sample, Commits commits) {
        this.lake = lake;
        this.clock = clock;
        this.priceVersion = priceVersion;
        this.sample = sample;
        this.commits = commits;
    }

    /**
     * Writes what is new and enters the files into the ledger.
     *
     * @param ledger the sources as they were when the files were found to be missing there
     * @param log the rows of these files
     * @throws io.weighbridge.audit.lake.LakeChangedException if another ingest wrote meanwhile; safe to repeat
     */
    List<IngestedFile> write(List<InputFile> files, TableSnapshot ledger, LogRows log) {
        Map<LakeTable, TableSnapshot> tables = snapshots();
        Dataset<Row> fates = Fates.of(log.places(), tables).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            FateCounts counts = FateCounts.of(fates);
            List<IngestedFile> entries = entries(files, counts, log.rowsRead());
            tables.forEach((table, snapshot) -> {
                if (counts.rowsToWrite(table) > 0) {
                    write(table, snapshot, log, fates, counts);
                    commits.committed(table);
                }
            });
            ledger.append(rows(entries), entries.size());
            commits.committed(LakeTable.SOURCES);
            return entries;
        } finally {
            fates.unpersist();
        }
    }

    private void write(LakeTable table, TableSnapshot snapshot, LogRows log, Dataset<Row> fates, FateCounts counts) {
        Dataset<Row> all = sample != null && table == LakeTable.CALLS ? thinned(log, sample) : log.rows(table);
        Dataset<Row> rows = counts.areAllToBeWritten(table) ? all : Fates.rowsToWrite(table, all, fates);
        if (counts.corrections(table) == 0) {
            snapshot.append(rows, counts.rowsToWrite(table));
        } else {
            snapshot.replaceOrAppend(rows, counts.rowsToWrite(table));
        }
    }

    private Dataset<Row> thinned(LogRows log, FeatureSample sample) {
        Dataset<Row> labelled = log.rows(LakeTable.OUTCOMES)
                .select("unit_id")
                .union(lake.outcomes().select("unit_id"));
        return sample.thinned(log.rows(LakeTable.CALLS), labelled);
    }

    private Dataset<Row> rows(List<IngestedFile> entries) {
        return lake.spark()
                .createDataFrame(entries.stream().map(IngestedFile::row).toList(), IngestedFile.SCHEMA)
                .coalesce(1);
    }

    /** In the order in which they are committed. */
    private Map<LakeTable, TableSnapshot> snapshots() {
        Map<LakeTable, TableSnapshot> tables = new LinkedHashMap<>();
        ORDER.forEach(table -> tables.put(table, lake.snapshot(table)));
        return tables;
    }

    private List<IngestedFile> entries(List<InputFile> files, FateCounts counts, Map<Integer, Long> read) {
        return files.stream()
                .map(file -> entry(file, counts.of(file, read.getOrDefault(file.order(), 0L))))
                .toList();
    }

    private IngestedFile entry(InputFile file, RowCounts counts) {
        return new IngestedFile(
                file.sha256(), file.name(), file.format(), file.bytes(), counts, priceVersion, clock.instant());
    }
}
