package io.weighbridge.runner.provider;

import java.io.Serial;
import java.time.Duration;

/** A provider stays down. The run stops: what is left would fail too, and can be done when it is back. */
public final class ProviderDownException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ProviderDownException(Duration waited) {
        super("a provider has not answered for " + waited.toSeconds() + " s; go on when it is back");
    }
}
