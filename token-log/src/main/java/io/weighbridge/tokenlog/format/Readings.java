package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The readings of one file, one at a time; closing it closes the file. Used by one thread. */
public abstract class Readings implements Iterator<Reading>, AutoCloseable {
    private final Deque<Reading> upcoming = new ArrayDeque<>(1);
    private boolean ended;
    private long rows;

    /** The next readings, of which there may be none, or null at the end. */
    abstract @Nullable List<Reading> read() throws IOException;

    /** How many readings were handed out: accepted and rejected rows together. */
    public final long rowsRead() {
        return rows;
    }

    /** @throws UncheckedIOException if the file cannot be read further for a reason that is not in its content */
    @Override
    public final boolean hasNext() {
        while (upcoming.isEmpty() && !ended) {
            readOn();
        }
        return !upcoming.isEmpty();
    }

    @Override
    public final Reading next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The log has no further rows");
        }
        rows++;
        return upcoming.remove();
    }

    private void readOn() {
        try {
            List<Reading> readings = read();
            if (readings == null) {
                ended = true;
            } else {
                upcoming.addAll(readings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public abstract void close() throws IOException;
}
