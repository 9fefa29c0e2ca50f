package io.weighbridge.audit.ingest;

import io.weighbridge.tokenlog.format.LogSource;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file of any Hadoop file system, opened as the readers of logs want it: zstd is decompressed, gzip they know. */
final class HadoopFile {
    private HadoopFile() {}

    static LogSource source(String path, Configuration hadoop) {
        return new LogSource(InputFile.name(path), () -> Unzstd.ifCompressed(open(path, hadoop)));
    }

    /** The bytes as stored. */
    static InputStream open(String path, Configuration hadoop) throws IOException {
        Path file = new Path(path);
        return file.getFileSystem(hadoop).open(file);
    }
}
