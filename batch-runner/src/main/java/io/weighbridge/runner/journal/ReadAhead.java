package io.weighbridge.runner.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Something of the journal that is read while what was read before is worked at. */
public final class ReadAhead<T> {
    private final CompletableFuture<T> reading;

    private ReadAhead(CompletableFuture<T> reading) {
        this.reading = reading;
    }

    public static <T> ReadAhead<T> of(T known) {
        return new ReadAhead<>(CompletableFuture.completedFuture(known));
    }

    /** Begins to read, with a connection of its own. */
    public static <T> ReadAhead<T> begin(Supplier<T> reading) {
        return new ReadAhead<>(CompletableFuture.supplyAsync(
                reading, task -> Thread.ofVirtual().start(task)));
    }

    /** @throws JournalException if it could not be read */
    public T get() {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JournalException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
