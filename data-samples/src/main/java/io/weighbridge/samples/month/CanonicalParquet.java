package io.weighbridge.samples.month;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.io.FileSystemOutputFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** {@link CanonicalCalls} as Parquet: a column for each field of the JSON that these calls have. */
final class CanonicalParquet implements LogFormat {
    /** Bounds the memory of a file that is being written. */
    private static final long BYTES_OF_ROW_GROUP = 32L << 20;

    private final CanonicalCalls calls;

    CanonicalParquet(CanonicalCalls calls) {
        this.calls = calls;
    }

    @Override
    public String fileSuffix() {
        return ".calls.parquet";
    }

    @Override
    public LogFile create(Path file) throws IOException {
        CarpetWriter<CanonicalRow> writer = new CarpetWriter.Builder<>(
                        new FileSystemOutputFile(file.toFile()), CanonicalRow.class)
                .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(BYTES_OF_ROW_GROUP)
                .build();
        return new LogFile() {
            private long rows;

            @Override
            public void add(Attempt attempt) throws IOException {
                writer.write(CanonicalRow.of(calls.call(attempt)));
                rows++;
            }

            @Override
            public long rows() {
                return rows;
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }
}
