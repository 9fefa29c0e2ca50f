package io.weighbridge.samples.truth;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which truth holds. Prompts are the same in every world; only the models' abilities differ. */
public enum World {
    /** Some tasks need the frontier model, some do not, and in some the single call decides. */
    MIXED,
    /** Every cheaper model loses at least ten points in every task, however easy the prompt looks: the right saving is 0. */
    ALWAYS_NEEDED;

    /** Reads "mixed" or "always-needed". */
    public static World named(String name) {
        return Arrays.stream(values())
                .filter(world -> world.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("world: must be one of "
                        + Arrays.stream(values()).map(World::label).collect(Collectors.joining(", ")) + ", was "
                        + name));
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
