package io.weighbridge.runner.answer;

import io.weighbridge.runner.provider.Endpoint;
import java.io.Serial;

/** A provider does not accept the configured key. The run stops: every other item would be refused too. */
public final class KeyRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public KeyRefusedException(Endpoint endpoint) {
        super("provider " + endpoint + " refuses the key (HTTP 401): check providers." + endpoint.provider()
                + ".api_key_env");
    }
}
