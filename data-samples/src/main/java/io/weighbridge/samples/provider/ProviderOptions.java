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
 */
public record ProviderOptions(
        int port,
        long seed,
        World world,
        Duration latency,
        FaultRates faults,
        Optional<String> apiKey,
        BatchOptions batches) {

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
                0, seed, world, Duration.ZERO, FaultRates.none(), Optional.empty(), BatchOptions.defaults());
    }

    public ProviderOptions withLatency(Duration newLatency) {
        return new ProviderOptions(port, seed, world, newLatency, faults, apiKey, batches);
    }

    public ProviderOptions withFaults(FaultRates newFaults) {
        return new ProviderOptions(port, seed, world, latency, newFaults, apiKey, batches);
    }

    public ProviderOptions withApiKey(String newApiKey) {
        return new ProviderOptions(port, seed, world, latency, faults, Optional.of(newApiKey), batches);
    }

    public ProviderOptions withBatches(BatchOptions newBatches) {
        return new ProviderOptions(port, seed, world, latency, faults, apiKey, newBatches);
    }
}
