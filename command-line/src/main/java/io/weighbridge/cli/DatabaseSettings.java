package io.weighbridge.cli;

import org.jspecify.annotations.Nullable;

/**
 * The database of the runner's state.
 *
 * @param url JDBC URL without a password
 * @param userEnv environment variable that holds the user's name; null if the database asks for none
 * @param passwordEnv environment variable that holds the password; null if the database asks for none
 */
public record DatabaseSettings(
        String url, @Nullable String userEnv, @Nullable String passwordEnv) {}
