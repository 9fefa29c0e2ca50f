package io.weighbridge.audit.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Comparator;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Copies a Parquet file with the encodings of its footer in a fixed order. The library keeps them in sets of identity
 * hashes, so that two processes write equal tables with unequal bytes.
 */
final class StableFooter {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    private StableFooter() {}

    static void copy(FileSystem files, Path file, OutputStream to) throws IOException {
        long size = files.getFileStatus(file).getLen();
        try (FSDataInputStream in = files.open(file)) {
            in.seek(size - TAIL);
            int footerSize = ByteBuffer.wrap(in.readNBytes(Integer.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            in.seek(0);
            copy(in, size - TAIL - footerSize, to);
            byte[] footer = sorted(in.readNBytes(footerSize));
            to.write(footer);
            to.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(footer.length)
                    .array());
            to.write(MAGIC);
        }
    }

    private static void copy(InputStream in, long bytes, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the file ended " + left + " bytes before its footer");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }

    private static byte[] sorted(byte[] footer) throws IOException {
        FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
        for (RowGroup group : metadata.getRow_groups()) {
            for (ColumnChunk chunk : group.getColumns()) {
                ColumnMetaData column = chunk.getMeta_data();
                Collections.sort(column.getEncodings());
                if (column.isSetEncoding_stats()) {
                    column.getEncoding_stats()
                            .sort(Comparator.comparing(PageEncodingStats::getPage_type)
                                    .thenComparing(PageEncodingStats::getEncoding));
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(footer.length);
        Util.writeFileMetaData(metadata, bytes);
        return bytes.toByteArray();
    }
}
