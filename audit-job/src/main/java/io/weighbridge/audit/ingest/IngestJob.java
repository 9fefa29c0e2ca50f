package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.lake.IngestedFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeChangedException;
import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.cli.JobFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** Reads logs into a lake: every row becomes a call, an outcome, a duplicate or a rejected row, and none twice. */
final class IngestJob {
    private static final int ATTEMPTS = 5;

    private final Lake lake;
    private final ReadingRules rules;
    private final LakeWriter writer;

    IngestJob(Lake lake, ReadingRules rules, LakeWriter writer) {
        this.lake = lake;
        this.rules = rules;
        this.writer = writer;
    }

    /** @throws JobFailedException if other ingests keep writing to the lake; nothing is lost by repeating this one */
    IngestResult run(Inventory inventory) {
        List<InputFile> files = withoutCopies(inventory.files());
        List<InputFile> missing = missing(files);
        Dataset<Row> parsed = parse(missing).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<Integer, Long> read = rowsRead(parsed, missing);
            for (int attempt = 1; ; attempt++) {
                try {
                    return result(inventory, files, write(files, parsed, read));
                } catch (LakeChangedException e) {
                    if (attempt == ATTEMPTS) {
                        throw new JobFailedException(
                                String.valueOf(e.getMessage()), "the same weighbridge ingest again", e);
                    }
                }
            }
        } finally {
            parsed.unpersist();
        }
    }

    private static List<InputFile> withoutCopies(List<InputFile> files) {
        Map<String, InputFile> byContent = files.stream()
                .collect(Collectors.toMap(InputFile::sha256, Function.identity(), (first, copy) -> first));
        return files.stream()
                .filter(file -> byContent.get(file.sha256()) == file)
                .toList();
    }

    private List<InputFile> missing(List<InputFile> files) {
        Ledger ledger = Ledger.read(lake.snapshot(LakeTable.SOURCES), files);
        return files.stream().filter(file -> !ledger.knows(file)).toList();
    }

    private Dataset<Row> parse(List<InputFile> files) {
        SparkSession spark = lake.spark();
        if (files.isEmpty()) {
            return spark.createDataFrame(List.of(), ParsedRows.SCHEMA);
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        LogReader reader = new LogReader(
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration())),
                context.broadcast(rules));
        int tasks = Math.min(files.size(), 2 * context.defaultParallelism());
        return spark.createDataFrame(context.parallelize(files, tasks).flatMap(reader), ParsedRows.SCHEMA);
    }

    private static Map<Integer, Long> rowsRead(Dataset<Row> parsed, List<InputFile> files) {
        Map<Integer, Long> read = new HashMap<>();
        if (!files.isEmpty()) {
            parsed.groupBy("file").count().collectAsList().forEach(row -> read.put(row.getInt(0), row.getLong(1)));
        }
        return read;
    }

    /** The ledger's lines of all files: those written now, and those known before, counted as read again. */
    private Written write(List<InputFile> files, Dataset<Row> parsed, Map<Integer, Long> read) {
        Ledger ledger = Ledger.read(lake.snapshot(LakeTable.SOURCES), files);
        List<InputFile> missing =
                files.stream().filter(file -> !ledger.knows(file)).toList();
        if (missing.isEmpty()) {
            return new Written(List.of(), ledger.known());
        }
        Object[] orders = missing.stream().map(InputFile::order).toArray();
        Dataset<Row> rows = missing.size() == read.size()
                ? parsed
                : parsed.filter(col("file").isin(orders));
        return new Written(writer.write(missing, ledger.snapshot(), rows, read), ledger.known());
    }

    private record Written(List<IngestedFile> now, List<IngestedFile> before) {}

    private static IngestResult result(Inventory inventory, List<InputFile> distinct, Written written) {
        Map<String, RowCounts> byContent = new HashMap<>();
        written.now().forEach(file -> byContent.put(file.sha256(), file.counts()));
        written.before()
                .forEach(file -> byContent.put(file.sha256(), file.counts().again()));
        RowCounts rows = RowCounts.NONE;
        int known = written.before().size();
        for (InputFile file : inventory.files()) {
            RowCounts counts = byContent.getOrDefault(file.sha256(), RowCounts.NONE);
            boolean isCopy = !distinct.contains(file);
            rows = rows.plus(isCopy ? counts.again() : counts);
            known += isCopy ? 1 : 0;
        }
        List<String> formats = inventory.files().stream()
                .map(InputFile::format)
                .distinct()
                .sorted()
                .toList();
        return new IngestResult(formats, inventory.files().size(), known, rows, inventory.unreadable());
    }
}
