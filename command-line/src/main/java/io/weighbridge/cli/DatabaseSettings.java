package io.weighbridge.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The database of the runner's state.
 *
 * @param url JDBC URL without a password
 * @param userEnv environment variable that holds the user's name; null if the database asks for none
 * @param passwordEnv environment variable that holds the password; null if the database asks for none
 */
public record DatabaseSettings(
        String url, @Nullable String userEnv, @Nullable String passwordEnv) {
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)password=|//[^/@]*:[^/@]*@");

    /** Whether a URL has a password in it, where it would be shown and logged. */
    public static boolean holdsPassword(String url) {
        return PASSWORD_IN_URL.matcher(url).find();
    }
}
