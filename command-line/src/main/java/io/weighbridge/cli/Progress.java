package io.weighbridge.cli;

import java.time.InstantSource;

/** How far a job is, shown on standard error: a bar on a terminal, a line every few seconds elsewhere. */
public interface Progress extends AutoCloseable {
    /** Nothing is shown. */
    static Progress silent() {
        return done -> {};
    }

    /**
     * Begins to show progress.
     *
     * @param task what is being done, as in {@code "ingest"}
     * @param total number of steps, or -1 if unknown
     */
    static Progress start(Console console, String task, long total) {
        return console.columns() > 0
                ? new ProgressOnTerminal(console, task, total)
                : new ProgressInLines(console.err(), InstantSource.system(), task, total);
    }

    /** @param done number of steps done since the start; may come from any thread */
    void reached(long done);

    /** Stops showing. */
    @Override
    default void close() {}
}
