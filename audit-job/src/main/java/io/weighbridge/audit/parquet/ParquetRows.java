package io.weighbridge.audit.parquet;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.jspecify.annotations.Nullable;

/** The rows of one Parquet file, one after the other, without Spark. */
public final class ParquetRows implements Closeable {
    private final ParquetReader<Group> reader;

    private ParquetRows(ParquetReader<Group> reader) {
        this.reader = reader;
    }

    public static ParquetRows open(Path file, Configuration hadoop) throws IOException {
        return new ParquetRows(new Builder(HadoopInputFile.fromPath(file, hadoop)).build());
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(HadoopInputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    /** The next row; null after the last. */
    public @Nullable Group next() throws IOException {
        return reader.read();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
