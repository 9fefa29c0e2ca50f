package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --concurrency}. */
final class ConcurrencyOption {
    private static final int MOST = 10_000;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Calls in flight at once (default: the settings').")
    private @Nullable Integer calls;

    /** Empty where it was not given. */
    Optional<Integer> value() {
        return Optional.ofNullable(calls);
    }

    /**
     * The limits of the settings, with the option over them.
     *
     * @throws BadInputException if the number is none of calls
     */
    CallLimits limits(Settings settings) {
        if (calls == null) {
            return settings.limits();
        }
        if (calls < 1 || calls > MOST) {
            throw new BadInputException("--concurrency: must be in [1, " + MOST + "], was " + calls);
        }
        return settings.limits().withConcurrency(calls);
    }
}
