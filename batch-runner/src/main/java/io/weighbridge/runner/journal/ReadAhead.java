package io.weighbridge.runner.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Something that is read while what was read before is worked at. */
public final class ReadAhead<T> {
    private final CompletableFuture<T> reading;

    private ReadAhead(CompletableFuture<T> reading) {
        this.reading = reading;
    }

    public static <T> ReadAhead<T> of(T known) {
        return new ReadAhead<>(CompletableFuture.completedFuture(known));
    }

    /** Begins to read on a thread, and from a journal with a connection, of its own. */
    public static <T> ReadAhead<T> begin(Supplier<T> reading) {
        return new ReadAhead<>(CompletableFuture.supplyAsync(
                reading, task -> Thread.ofVirtual().start(task)));
    }

    /** @throws RuntimeException that the reading ended with, such as a {@link JournalException} */
    public T get() {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Returns once nothing is read any more, whatever became of it. */
    public void await() {
        reading.handle((read, failure) -> read).join();
    }
}
