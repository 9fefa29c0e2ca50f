package io.weighbridge.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command's output goes and its environment comes from.
 *
 * @param out the result, and nothing else
 * @param err progress, logs and errors
 * @param environment variables such as {@code WEIGHBRIDGE_LAKE}
 * @param columns width of the terminal behind {@code err}, or 0 if there is none
 */
public record Console(PrintStream out, PrintStream err, Map<String, String> environment, int columns) {
    public Console {
        environment = Map.copyOf(environment);
    }

    /** The process's own streams and environment. */
    public static Console system() {
        // The launcher says how wide the terminal is; Java 17 cannot ask whether there is one behind standard error.
        return new Console(System.out, System.err, System.getenv(), Integer.getInteger("weighbridge.columns", 0));
    }

    /** Whether stack traces are wanted. */
    boolean debug() {
        return "1".equals(environment.get("WEIGHBRIDGE_DEBUG"));
    }
}
