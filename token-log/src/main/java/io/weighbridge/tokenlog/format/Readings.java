package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The readings of one file, one at a time; closing it closes the file. Used by one thread. */
public abstract class Readings implements Iterator<Reading>, AutoCloseable {
    private @Nullable Reading upcoming;
    private boolean ended;
    private long rows;

    /** The next reading, or null at the end. */
    abstract @Nullable Reading read() throws IOException;

    /** How many readings were handed out: accepted and rejected rows together. */
    public final long rowsRead() {
        return rows;
    }

    /** @throws UncheckedIOException if the file cannot be read further for a reason that is not in its content */
    @Override
    public final boolean hasNext() {
        if (upcoming == null && !ended) {
            try {
                upcoming = read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = upcoming == null;
        }
        return upcoming != null;
    }

    @Override
    public final Reading next() {
        if (!hasNext() || upcoming == null) {
            throw new NoSuchElementException("The log has no further rows");
        }
        Reading next = upcoming;
        upcoming = null;
        rows++;
        return next;
    }

    @Override
    public abstract void close() throws IOException;
}
