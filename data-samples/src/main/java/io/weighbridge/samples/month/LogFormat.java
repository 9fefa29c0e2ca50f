package io.weighbridge.samples.month;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** How a gateway logs its calls. */
interface LogFormat {
    /** The end of the names of files in this format, as in ".calls.jsonl.gz". */
    String fileSuffix();

    LogFile create(Path file) throws IOException;

    /** A log that is being written, an attempt a row. */
    interface LogFile extends Closeable {
        void add(Attempt attempt) throws IOException;

        /** Rows added so far. */
        long rows();
    }
}
