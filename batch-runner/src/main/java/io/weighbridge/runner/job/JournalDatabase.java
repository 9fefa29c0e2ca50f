package io.weighbridge.runner.job;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a run keeps its journal and Spring Batch its state.
 *
 * @param url JDBC URL; an H2 one always ends in {@code WRITE_DELAY=0}, without which H2 loses committed rows when the
 *     process dies
 */
public record JournalDatabase(
        String url, @Nullable String user, @Nullable String password) {
    private static final String DURABLE = ";WRITE_DELAY=0";

    public JournalDatabase {
        if (url.startsWith("jdbc:h2:") && !url.toUpperCase(Locale.ROOT).contains(DURABLE)) {
            url += DURABLE;
        }
    }

    /** An embedded database in the run's own directory, on a local disk. */
    public static JournalDatabase in(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve(".journal");
        if (file.toString().contains(";")) {
            throw new IllegalArgumentException("lake: must not contain ';', was " + directory);
        }
        return new JournalDatabase("jdbc:h2:file:" + file + ";FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE", null, null);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
