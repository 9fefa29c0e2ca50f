package io.weighbridge.audit.ingest;

import io.weighbridge.tokenlog.format.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of any Hadoop file system, opened as the readers of logs want it: zstd is decompressed, Parquet comes as JSON lines,
 * gzip they know.
 */
final class HadoopFile {
    private HadoopFile() {}

    static LogSource source(String path, Configuration hadoop) {
        return new LogSource(InputFile.name(path), () -> content(path, hadoop), modifiedAt(path, hadoop));
    }

    private static InputStream content(String path, Configuration hadoop) throws IOException {
        return ParquetLines.isParquet(open(path, hadoop))
                ? ParquetLines.open(path, hadoop)
                : Unzstd.ifCompressed(open(path, hadoop));
    }

    /** Null also for a file that cannot be looked at, which is reported when it is opened. */
    private static @Nullable Instant modifiedAt(String path, Configuration hadoop) {
        try {
            Path file = new Path(path);
            return Instant.ofEpochMilli(
                    file.getFileSystem(hadoop).getFileStatus(file).getModificationTime());
        } catch (IOException e) {
            return null;
        }
    }

    /** The bytes as stored. */
    static InputStream open(String path, Configuration hadoop) throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(hadoop).open(file);
    }
}
