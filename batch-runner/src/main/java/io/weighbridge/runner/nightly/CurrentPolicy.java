package io.weighbridge.runner.nightly;

import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Rule;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a night begins with, and whether it is worth a test.
 *
 * @param file null where there is none
 * @param problem why it is not tested; null if it is
 */
record CurrentPolicy(@Nullable Path file, @Nullable String problem) {

    /** A policy that somebody named, else the newest that a lake holds. */
    static CurrentPolicy of(NightPlan plan, Instant now) throws IOException {
        Path file =
                plan.policy() == null ? newest(plan.lake().resolve("policies")).orElse(null) : plan.policy();
        return file == null
                ? new CurrentPolicy(null, "the lake has no policy")
                : new CurrentPolicy(file, problem(file, now));
    }

    private static @Nullable String problem(Path file, Instant now) throws IOException {
        Policy policy;
        try {
            policy = PolicyJson.read(file);
        } catch (PolicyFormatException e) {
            return file + ": " + e.getMessage();
        }
        if (policy.rule() instanceof Rule.IncumbentOnly) {
            return "the current policy keeps every incumbent";
        }
        if (policy.exploration() > 0) {
            return "the current policy explores";
        }
        Certificate certificate = policy.certificate();
        if (certificate == null) {
            return "the current policy has no certificate";
        }
        return certificate.holdsAt(now) ? null : "the current policy is " + certificate.stateAt(now);
    }

    private static Optional<Path> newest(Path policies) throws IOException {
        if (!Files.isDirectory(policies)) {
            return Optional.empty();
        }
        List<Path> newestFirst;
        try (Stream<Path> entries = Files.list(policies)) {
            newestFirst = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path folder : newestFirst) {
            if (Manifest.read(folder).isPresent()) {
                return Optional.of(folder.resolve("policy.json"));
            }
        }
        return Optional.empty();
    }
}
