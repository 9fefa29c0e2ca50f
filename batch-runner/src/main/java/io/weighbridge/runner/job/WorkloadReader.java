package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ReadAhead;
import io.weighbridge.runner.workload.LineRouting;
import io.weighbridge.runner.workload.LineRouting.Line;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.WorkloadLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Reads the workload from the first line whose chunk was not committed, and checks and routes lines while those before them are written. */
final class WorkloadReader implements ItemStreamReader<Line> {
    /** Lines read, in the step's context; committed with the chunk that holds them. */
    static final String LINES_READ = "workload.lines";

    private static final int PAGE = 1_000;
    private static final long PAGE_BYTES = 8_000_000;

    private final Path workload;
    private final LineRouting routing;
    private @Nullable WorkloadLines lines;
    private Iterator<Line> page = Collections.emptyIterator();
    private ReadAhead<List<Line>> next = ReadAhead.of(List.of());
    private long read;

    WorkloadReader(Path workload, LineRouting routing) {
        this.workload = workload;
        this.routing = routing;
    }

    @Override
    public void open(ExecutionContext context) {
        long committed = context.getLong(LINES_READ, 0);
        try {
            lines = WorkloadLines.open(workload);
            for (read = 0; read < committed; read++) {
                lines.next();
            }
            page = Collections.emptyIterator();
            next = ahead(lines);
        } catch (IOException e) {
            throw new ItemStreamException(workload + ": " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Line read() {
        if (lines == null) {
            throw new IllegalStateException("read before open");
        }
        if (!page.hasNext()) {
            List<Line> lately = next.get();
            page = lately.iterator();
            next = lately.isEmpty() ? ReadAhead.of(List.of()) : ahead(lines);
        }
        if (!page.hasNext()) {
            return null;
        }
        read++;
        return page.next();
    }

    private ReadAhead<List<Line>> ahead(WorkloadLines from) {
        return ReadAhead.begin(() -> {
            try {
                return page(from);
            } catch (IOException e) {
                throw new ItemStreamException(workload + ": " + e.getMessage(), e);
            }
        });
    }

    private List<Line> page(WorkloadLines from) throws IOException {
        List<Line> checked = new ArrayList<>();
        long bytes = 0;
        while (checked.size() < PAGE && bytes < PAGE_BYTES) {
            RawLine line = from.next();
            if (line == null) {
                break;
            }
            checked.add(routing.line(line));
            bytes += line.bytes().length;
        }
        return checked;
    }

    @Override
    public void update(ExecutionContext context) {
        context.putLong(LINES_READ, read);
    }

    @Override
    public void close() {
        next.await();
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException(workload + ": " + e.getMessage(), e);
        }
    }
}
