package io.weighbridge.samples;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.samples.truth.World;
import picocli.CommandLine.Option;

/** Which samples: the options that generator, description, provider and demo share. */
final class SampleOptions {
    @Option(names = "--seed", defaultValue = "1", description = "Which samples (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--world",
            defaultValue = "mixed",
            description = "mixed: some tasks need the frontier model; always-needed: all do (default: mixed).")
    private String world = "mixed";

    long seed() {
        return seed;
    }

    World world() {
        try {
            return World.named(world);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage(), e);
        }
    }
}
