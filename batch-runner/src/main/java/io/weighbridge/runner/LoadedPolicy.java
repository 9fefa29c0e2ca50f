package io.weighbridge.runner;

import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.TokenPrices;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.verify.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A policy file, and what a run takes from it: the router, the models it can choose, their prices. */
record LoadedPolicy(Path file, Policy policy, Router router) {
    private static final List<String> EXACT_KINDS = List.of("json_schema", "matches", "exact", "number", "command");

    /**
     * @param clock tells whether the certificate has expired
     * @throws BadInputException if the file is not an intact policy of a version this build reads
     */
    static LoadedPolicy read(Path file, InstantSource clock) throws IOException {
        return read(file, null, clock);
    }

    /** @throws BadInputException also if the owner of the key did not sign the policy */
    static LoadedPolicy readSigned(Path file, PublicKey signer, InstantSource clock) throws IOException {
        return read(file, signer, clock);
    }

    private static LoadedPolicy read(Path file, @Nullable PublicKey signer, InstantSource clock) throws IOException {
        try {
            Policy policy = signer == null ? PolicyJson.read(file) : PolicyJson.read(file, signer);
            // Decisions draw from a generator of their own per request; this one is never used.
            return new LoadedPolicy(file, policy, Router.of(policy, new SplittableRandom(0), clock));
        } catch (PolicyFormatException e) {
            String message = String.valueOf(e.getMessage());
            throw new BadInputException(message.contains(file.toString()) ? message : file + ": " + message, e);
        }
    }

    /** Whether the certificate holds at a time, and if not, why, in words. */
    String certificateAt(Instant time) {
        Certificate certificate = policy.certificate();
        return certificate == null ? "no certificate" : certificate.stateAt(time);
    }

    /**
     * Compares the check that each cascade counts on, by the name of the label source that scored its evidence, with those that answers
     * of the task will have.
     *
     * @return what is not proved, in words: a name that says no kind of check, as in {@code exact}, may be of another check
     * @throws BadInputException if there is none, or none of the kind that the name says, as in {@code exact/number}
     */
    List<String> requireChecks(Map<String, List<AnswerCheck>> verifiers) {
        List<String> unproved = new ArrayList<>();
        policy.tasks().forEach((task, rule) -> {
            if (rule.cascade() != null) {
                String named = rule.cascade().verifier();
                Set<String> kinds = verifiers.getOrDefault(task, List.of()).stream()
                        .map(Checks::kind)
                        .filter(EXACT_KINDS::contains)
                        .collect(Collectors.toCollection(TreeSet::new));
                String where = file + ": tasks." + task + ".cascade: counts on the check \"" + named + "\"";
                Optional<String> kind = kind(named);
                if (kinds.isEmpty() || kind.isPresent() && !kinds.contains(kind.get())) {
                    throw new BadInputException(where + ", so verifiers." + task + " must have one of "
                            + kind.orElse(String.join(", ", EXACT_KINDS)) + ", was " + kinds);
                }
                if (kind.isEmpty()) {
                    unproved.add(where + ", which says no kind of check: that it is " + kinds + " is not proved");
                }
            }
        });
        return unproved;
    }

    /** The kind of check that the name of a label source says behind its first slash; empty where it says none. */
    private static Optional<String> kind(String labelSource) {
        String[] parts = labelSource.split("/", -1);
        return Optional.of(parts.length > 1 ? parts[1] : "").filter(EXACT_KINDS::contains);
    }

    /**
     * The models of a run.
     *
     * @param providers models that requests can be sent to, with the provider the policy names for each
     * @param unavailable models that the policy could only fall back to and that nobody serves or prices
     */
    record Models(Map<String, String> providers, Set<String> unavailable) {}

    /** @param isServed whether a provider is configured for a model, of which the policy names one */
    Models models(BiPredicate<String, String> isServed) {
        Set<String> intended = new TreeSet<>(policy.intended(""));
        Set<String> reachable = new TreeSet<>(policy.reachable(""));
        policy.tasks().keySet().forEach(task -> {
            intended.addAll(policy.intended(task));
            reachable.addAll(policy.reachable(task));
        });
        Map<String, String> providers = new TreeMap<>();
        Set<String> unavailable = new TreeSet<>();
        for (Candidate candidate : policy.candidates()) {
            String model = candidate.model();
            boolean canServe = candidate.prices() != null && isServed.test(model, candidate.provider());
            if (intended.contains(model) || reachable.contains(model) && canServe) {
                providers.put(model, candidate.provider());
            } else if (reachable.contains(model)) {
                unavailable.add(model);
            }
        }
        return new Models(providers, unavailable);
    }

    /** Time of a call to a model, which 95 of 100 keep; empty where the policy does not say. */
    Optional<Duration> latency(String model) {
        return policy.candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .map(candidate -> candidate.limits().latencyP95Millis())
                .filter(OptionalDouble::isPresent)
                .map(millis -> Duration.ofMillis((long) Math.ceil(millis.getAsDouble())))
                .findFirst();
    }

    CallPrices prices() {
        Map<String, CallPrices.TokenRate> rates = new HashMap<>();
        for (Candidate candidate : policy.candidates()) {
            TokenPrices prices = candidate.prices();
            if (prices != null) {
                rates.put(
                        candidate.model(),
                        new CallPrices.TokenRate(prices.inputPicodollars(), prices.outputPicodollars()));
            }
        }
        return new CallPrices(rates);
    }
}
