package io.weighbridge.audit.ingest;

import io.weighbridge.audit.parquet.ParquetRows;
import io.weighbridge.tokenlog.format.UnreadableLogException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file as the JSON lines that it could have been, a line a row, so that every format of JSON lines is also read
 * from Parquet: canonical calls, Langfuse's exports, provider usage.
 */
final class ParquetLines extends InputStream {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final ParquetRows rows;
    private byte[] line = new byte[0];
    private int position;

    private ParquetLines(String name, ParquetRows rows) {
        this.name = name;
        this.rows = rows;
    }

    /** Whether a file begins as Parquet files do; the name does not count. */
    static boolean isParquet(InputStream stored) throws IOException {
        try (stored) {
            return Arrays.equals(stored.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /** Reading throws {@link UnreadableLogException} if the file only begins as Parquet files do. */
    static ParquetLines open(String path, Configuration hadoop) throws IOException {
        String name = InputFile.name(path);
        return new ParquetLines(name, ParquetRows.open(new Path(path), hadoop));
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? line[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, buffer, offset, count);
        position += count;
        return count;
    }

    private boolean hasMore() throws IOException {
        if (position < line.length) {
            return true;
        }
        Group row = next();
        if (row == null) {
            return false;
        }
        line = (ParquetJson.object(row) + "\n").getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
    }

    private @Nullable Group next() throws IOException {
        try {
            return rows.next();
        } catch (RuntimeException e) {
            throw new UnreadableLogException(name, "is no whole Parquet file: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
