package io.weighbridge.samples.month;

import java.io.IOException;
import java.nio.file.Path;

/** A log in lines of text, an attempt a line. */
interface LogLines extends LogFormat {
    String line(Attempt attempt);

    @Override
    default LogFile create(Path file) throws IOException {
        LineFile lines = LineFile.create(file);
        return new LogFile() {
            @Override
            public void add(Attempt attempt) throws IOException {
                lines.add(line(attempt));
            }

            @Override
            public long rows() {
                return lines.lines();
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }
}
