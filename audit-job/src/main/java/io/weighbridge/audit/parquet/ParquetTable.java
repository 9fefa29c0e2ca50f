package io.weighbridge.audit.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;

/**
 * One Parquet file (zstd) that is written row by row, into a hidden file beside its place; it appears there when it is closed and whole.
 * Equal rows in equal order give equal bytes, also in another process and on another machine. Money columns are decimal(38,12) US
 * dollars.
 */
public final class ParquetTable implements AutoCloseable {
    /** Under which a file's metadata says what format it has. */
    public static final String FORMAT_KEY = "weighbridge.format";

    static final int MONEY_SCALE = 12;
    static final int MONEY_BYTES = 16;
    private static final int MONEY_PRECISION = 38;

    private final FileSystem files;
    private final Path file;
    private final Path written;
    private final ParquetWriter<Group> writer;
    private final SimpleGroupFactory rows;

    private ParquetTable(FileSystem files, Path file, MessageType schema, Map<String, String> metadata)
            throws IOException {
        this.files = files;
        this.file = file;
        this.written = hidden(file, "raw");
        this.writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(written, files.getConf()))
                .withConf(files.getConf())
                .withType(schema)
                .withExtraMetaData(metadata)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
        this.rows = new SimpleGroupFactory(schema);
    }

    /** Creates the file, replacing one of that name. */
    public static ParquetTable create(FileSystem files, Path file, MessageType schema) throws IOException {
        return new ParquetTable(files, file, schema, Map.of());
    }

    /**
     * As {@link #create(FileSystem, Path, MessageType)}, with the name and version of the format in the file's metadata.
     *
     * @param format as in "weighbridge-training-set/1"
     */
    public static ParquetTable create(FileSystem files, Path file, MessageType schema, String format)
            throws IOException {
        return new ParquetTable(files, file, schema, Map.of(FORMAT_KEY, format));
    }

    public static PrimitiveType text(String name) {
        return Types.required(BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }

    public static PrimitiveType optionalText(String name) {
        return Types.optional(BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    }

    /** A list that may be absent, of elements that may not. */
    public static GroupType optionalList(String name, PrimitiveType.PrimitiveTypeName element) {
        return Types.optionalList()
                .element(Types.required(element).named("element"))
                .named(name);
    }

    public static PrimitiveType money(String name) {
        return Types.required(FIXED_LEN_BYTE_ARRAY)
                .length(MONEY_BYTES)
                .as(LogicalTypeAnnotation.decimalType(MONEY_SCALE, MONEY_PRECISION))
                .named(name);
    }

    public static PrimitiveType optionalMoney(String name) {
        return Types.optional(FIXED_LEN_BYTE_ARRAY)
                .length(MONEY_BYTES)
                .as(LogicalTypeAnnotation.decimalType(MONEY_SCALE, MONEY_PRECISION))
                .named(name);
    }

    /** Writes the row that {@code filler} fills. */
    public void write(Consumer<ParquetRow> filler) {
        Group group = rows.newGroup();
        filler.accept(new ParquetRow(group));
        try {
            writer.write(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Path sorted = hidden(file, "tmp");
        try (OutputStream out = files.create(sorted, true)) {
            StableFooter.copy(files, written, out);
        }
        files.delete(written, false);
        files.delete(file, false);
        if (!files.rename(sorted, file)) {
            throw new IOException(file + ": could not be put in place");
        }
    }

    private static Path hidden(Path file, String ending) {
        return new Path(file.getParent(), "." + file.getName() + "." + ending);
    }
}
