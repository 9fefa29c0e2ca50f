package io.weighbridge.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code --json FILE} of the commands that write their result to a file. {@code --json} alone ends every command with one
 * line of JSON; with a file after it, it is read as {@code --result FILE}.
 */
public final class JsonFileOption {
    private JsonFileOption() {}

    /** @param command the only command in whose arguments {@code --json} may name a file */
    public static String[] renamed(String command, String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals(command)) {
            return arguments;
        }
        List<String> renamed = new ArrayList<>(List.of(arguments));
        for (int i = 1; i < arguments.length; i++) {
            boolean named = i + 1 < arguments.length && !arguments[i + 1].startsWith("-");
            if (arguments[i].equals("--json") && named) {
                renamed.set(i, "--result");
            } else if (arguments[i].startsWith("--json=")) {
                renamed.set(i, "--result" + arguments[i].substring("--json".length()));
            }
        }
        return renamed.toArray(String[]::new);
    }
}
