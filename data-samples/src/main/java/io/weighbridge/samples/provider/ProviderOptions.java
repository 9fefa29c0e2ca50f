package io.weighbridge.samples.provider;

import io.weighbridge.samples.truth.World;
import java.time.Duration;
import java.util.Optional;

/**
 * How the simulated provider runs.
 *
 * @param port on the loopback interface; 0 lets the system choose
 * @param seed of the samples whose prompts it knows
 * @param latency added to every answer
 * @param apiKey the key that it insists on; empty accepts every caller
 * @param batches how its batch APIs work
 * @param judges whether models that are asked to choose between A and B do, by whether the last number of the answer is even
 */
public record ProviderOptions(
        int port,
        long seed,
        World world,
        Duration latency,
        FaultRates faults,
        Optional<String> apiKey,
        BatchOptions batches,
        boolean judges) {

    public ProviderOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: must be in [0, 65535], was " + port);
        }
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency: must not be negative, was " + latency);
        }
    }

    /** Any free port, no latency, no faults, every caller. */
    public static ProviderOptions of(long seed, World world) {
        return new ProviderOptions(
                0, seed, world, Duration.ZERO, FaultRates.none(), Optional.empty(), BatchOptions.defaults(), false);
    }

    public ProviderOptions withLatency(Duration newLatency) {
        return new ProviderOptions(port, seed, world, newLatency, faults, apiKey, batches, judges);
    }

    public ProviderOptions withFaults(FaultRates newFaults) {
        return new ProviderOptions(port, seed, world, latency, newFaults, apiKey, batches, judges);
    }

    public ProviderOptions withApiKey(String newApiKey) {
        return new ProviderOptions(port, seed, world, latency, faults, Optional.of(newApiKey), batches, judges);
    }

    public ProviderOptions withBatches(BatchOptions newBatches) {
        return new ProviderOptions(port, seed, world, latency, faults, apiKey, newBatches, judges);
    }

    public ProviderOptions withJudges() {
        return new ProviderOptions(port, seed, world, latency, faults, apiKey, batches, true);
    }
}
