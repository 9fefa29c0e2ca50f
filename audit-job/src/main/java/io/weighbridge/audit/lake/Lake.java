package io.weighbridge.audit.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A lake: a directory of any Hadoop file system with the Delta tables of {@link LakeTable}. A table that was never
 * written reads as empty.
 */
public final class Lake {
    private final SparkSession spark;
    private final Path root;
    private final FileSystem files;
    private final @Nullable Map<LakeTable, Long> pinned;

    private Lake(SparkSession spark, Path root, FileSystem files, @Nullable Map<LakeTable, Long> pinned) {
        this.spark = spark;
        this.root = root;
        this.files = files;
        this.pinned = pinned;
    }

    /**
     * @param uri a directory, which need not exist yet
     * @throws io.weighbridge.cli.BadInputException if the lake has another format than this build's
     */
    public static Lake at(SparkSession spark, String uri) {
        Lake lake = ofAnyFormat(spark, uri);
        lake.format().requireCurrent();
        return lake;
    }

    /** A lake that may have to be migrated before it can be read. */
    public static Lake ofAnyFormat(SparkSession spark, String uri) {
        try {
            Path given = new Path(uri);
            FileSystem files = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
            return new Lake(spark, files.makeQualified(given), files, null);
        } catch (IOException e) {
            throw new UncheckedIOException(uri + ": cannot be used as a lake: " + e.getMessage(), e);
        }
    }

    /** The lake as it is now, to be read more than once: what is written from here on is not in it. */
    public Lake pinned() {
        Map<LakeTable, Long> versions = new EnumMap<>(LakeTable.class);
        tables().forEach(table -> versions.put(table, log(table).version()));
        return new Lake(spark, root, files, versions);
    }

    /** Delta's version of each table that was written, by its folder. */
    public SortedMap<String, Long> versions() {
        SortedMap<String, Long> versions = new TreeMap<>();
        tables().forEach(table ->
                versions.put(table.folder(), pinned == null ? log(table).version() : pinned.getOrDefault(table, -1L)));
        return versions;
    }

    public Dataset<Row> calls() {
        return table(LakeTable.CALLS);
    }

    public Dataset<Row> outcomes() {
        return table(LakeTable.OUTCOMES);
    }

    public Dataset<Row> quarantine() {
        return table(LakeTable.QUARANTINE);
    }

    /** The ledger of ingested files, which is the record of what is committed. */
    public Dataset<Row> sources() {
        return table(LakeTable.SOURCES);
    }

    public Dataset<Row> table(LakeTable table) {
        if (!has(table)) {
            return spark.createDataFrame(List.of(), table.schema());
        }
        DataFrameReader reader = spark.read().format("delta");
        Long version = pinned == null ? null : pinned.get(table);
        return table.complete((version == null ? reader : reader.option("versionAsOf", version))
                .load(path(table).toString()));
    }

    /** The live data files of calls, by day and path. */
    public List<CallFile> callFiles() {
        if (!has(LakeTable.CALLS)) {
            return List.of();
        }
        Path table = path(LakeTable.CALLS);
        long version = Objects.requireNonNull(versions().get(LakeTable.CALLS.folder()));
        Snapshot snapshot =
                DeltaLog.forTable(spark, table).getSnapshotAt(version, Option.empty(), Option.empty(), false);
        return snapshot.allFiles().collectAsList().stream()
                .map(file -> new CallFile(
                        LocalDate.parse(file.partitionValues().apply("day")),
                        new Path(table, file.toPath()).toString(),
                        file.size(),
                        file.deletionVector() == null))
                .sorted(Comparator.comparing(CallFile::day).thenComparing(CallFile::path))
                .toList();
    }

    /** The table as it is now, to append to. */
    public TableSnapshot snapshot(LakeTable table) {
        return new TableSnapshot(spark, table, path(table).toString(), log(table));
    }

    public LakeFormat format() {
        return new LakeFormat(files, root);
    }

    /** Records the format of a lake that is about to get its first table. */
    public void prepare() {
        format().recordIfNew();
    }

    /** Those tables that were written at all. */
    public List<LakeTable> tables() {
        return Stream.of(LakeTable.values()).filter(this::has).toList();
    }

    private boolean has(LakeTable table) {
        return pinned == null ? log(table).exists() : pinned.containsKey(table);
    }

    /** A table that was written, to change it. */
    public DeltaTable delta(LakeTable table) {
        return DeltaTable.forPath(spark, path(table).toString());
    }

    public SparkSession spark() {
        return spark;
    }

    /** The directory's URI. */
    public String root() {
        return root.toString();
    }

    public FileSystem files() {
        return files;
    }

    /** The folder of the lake's own or of plain outputs, as in {@code path("audits")}. */
    public Path path(String folder) {
        return new Path(root, folder);
    }

    public Path path(LakeTable table) {
        return path(table.folder());
    }

    DeltaLogFiles log(LakeTable table) {
        return new DeltaLogFiles(files, path(table));
    }
}
