package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.DatabaseSettings;
import io.weighbridge.cli.Settings;
import io.weighbridge.runner.job.JournalDatabase;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * {@code --db}: where runs keep their journal. A URL on the command line is seen by every user of the machine, so user and password are
 * in variables: those that the settings name for their database, else {@code WEIGHBRIDGE_DB_USER} and {@code WEIGHBRIDGE_DB_PASSWORD}.
 */
final class DatabaseOption {
    private static final String USER = "WEIGHBRIDGE_DB_USER";
    private static final String PASSWORD = "WEIGHBRIDGE_DB_PASSWORD";

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "PostgreSQL for the journal: jdbc:postgresql://HOST:PORT/DATABASE, user and password in "
                    + USER + " and " + PASSWORD
                    + " (default: the settings' database, else a file in the run's folder).")
    private @Nullable String url;

    /** The database that the option or the settings name; empty where runs have files of their own. */
    Optional<JournalDatabase> database(Settings settings, Map<String, String> environment) {
        DatabaseSettings configured = settings.database();
        if (url != null) {
            requireNoPassword(url);
            return Optional.of(database(url, configured, environment));
        }
        return configured == null ? Optional.empty() : Optional.of(database(configured.url(), configured, environment));
    }

    /** The database of a run by the URL that it was started with. */
    static JournalDatabase database(
            String url, @Nullable DatabaseSettings configured, Map<String, String> environment) {
        String user = configured == null || configured.userEnv() == null ? USER : configured.userEnv();
        String password = configured == null || configured.passwordEnv() == null ? PASSWORD : configured.passwordEnv();
        boolean isEmbedded = url.startsWith("jdbc:h2:") && configured == null;
        try {
            return new JournalDatabase(
                    url, isEmbedded ? null : environment.get(user), isEmbedded ? null : environment.get(password));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireNoPassword(String url) {
        if (DatabaseSettings.holdsPassword(url)) {
            throw new BadInputException("--db: must not hold a password; put it into " + PASSWORD);
        }
    }
}
