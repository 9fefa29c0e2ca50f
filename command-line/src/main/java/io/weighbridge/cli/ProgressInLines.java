package io.weighbridge.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** A plain line every five seconds, for logs. A job shorter than that prints none. */
final class ProgressInLines implements Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream err;
    private final InstantSource clock;
    private final String task;
    private final long total;
    private Instant lastLine;

    ProgressInLines(PrintStream err, InstantSource clock, String task, long total) {
        this.err = err;
        this.clock = clock;
        this.task = task;
        this.total = total;
        this.lastLine = clock.instant();
    }

    @Override
    public synchronized void reached(long done) {
        Instant now = clock.instant();
        if (Duration.between(lastLine, now).compareTo(BETWEEN_LINES) >= 0) {
            lastLine = now;
            err.println(line(done));
        }
    }

    private String line(long done) {
        return total < 0
                ? String.format(Locale.ROOT, "%s: %,d", task, done)
                : String.format(Locale.ROOT, "%s: %,d of %,d (%d %%)", task, done, total, percent(done));
    }

    private long percent(long done) {
        return total == 0 ? 100 : Math.round(100.0 * done / total);
    }
}
