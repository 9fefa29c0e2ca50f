package io.weighbridge.audit.lake;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A lake: a directory of any Hadoop file system with the Delta tables of {@link LakeTable}. A table that was never
 * written reads as empty.
 */
public final class Lake {
    private final SparkSession spark;
    private final Path root;
    private final FileSystem files;

    private Lake(SparkSession spark, Path root, FileSystem files) {
        this.spark = spark;
        this.root = root;
        this.files = files;
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
            return new Lake(spark, files.makeQualified(given), files);
        } catch (IOException e) {
            throw new UncheckedIOException(uri + ": cannot be used as a lake: " + e.getMessage(), e);
        }
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
        return log(table).exists()
                ? table.complete(spark.read().format("delta").load(path(table).toString()))
                : spark.createDataFrame(List.of(), table.schema());
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
        return Stream.of(LakeTable.values())
                .filter(table -> log(table).exists())
                .toList();
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
