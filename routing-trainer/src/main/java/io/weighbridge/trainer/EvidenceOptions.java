package io.weighbridge.trainer;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the evidence lies that a policy is learned from, tested on or compared on. */
final class EvidenceOptions {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake that holds the audit.")
    private @Nullable String lake;

    @Option(names = "--audit", paramLabel = "ID", description = "The audit with the evidence (default: the latest).")
    private @Nullable String audit;

    /** Null if the settings say. */
    @Nullable
    String lake() {
        return lake;
    }

    /** Null for the latest. */
    @Nullable
    String audit() {
        return audit;
    }
}
