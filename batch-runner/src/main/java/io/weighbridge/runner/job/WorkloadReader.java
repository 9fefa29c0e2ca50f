package io.weighbridge.runner.job;

import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.WorkloadLines;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Reads the workload from the first line whose chunk was not committed. */
final class WorkloadReader implements ItemStreamReader<RawLine> {
    /** Lines read, in the step's context; committed with the chunk that holds them. */
    static final String LINES_READ = "workload.lines";

    private final Path workload;
    private @Nullable WorkloadLines lines;
    private long read;

    WorkloadReader(Path workload) {
        this.workload = workload;
    }

    @Override
    public void open(ExecutionContext context) {
        long committed = context.getLong(LINES_READ, 0);
        try {
            lines = WorkloadLines.open(workload);
            for (read = 0; read < committed; read++) {
                lines.next();
            }
        } catch (IOException e) {
            throw new ItemStreamException(workload + ": " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable RawLine read() throws IOException {
        if (lines == null) {
            throw new IllegalStateException("read before open");
        }
        RawLine line = lines.next();
        if (line != null) {
            read++;
        }
        return line;
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(LINES_READ, read);
    }

    @Override
    public void close() {
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException(workload + ": " + e.getMessage(), e);
        }
    }
}
