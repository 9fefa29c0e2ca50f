package io.weighbridge.runner;

import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.InputTokens;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.routing.TokenPrices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A policy of two tasks: easy ones may go to sim-small, hard ones stay with sim-frontier. */
public final class TestPolicy {
    static final String EASY = "intent_classification";
    static final String HARD = "multi_step_reasoning";

    private TestPolicy() {}

    static Path write(Path directory) throws IOException {
        Path file = directory.resolve("policy.json");
        PolicyJson.write(policy(), file);
        return file;
    }

    public static Policy policy() {
        return Policy.of(
                Instant.parse("2026-11-01T00:00:00Z"),
                FeatureSchema.defaults(),
                List.of(
                        candidate("sim-frontier", new TokenPrices(3_000_000, 15_000_000), 0.95, 0.90),
                        candidate("sim-small", new TokenPrices(150_000, 600_000), 0.95, 0.40)),
                Map.of(
                        EASY, TaskRule.of("sim-frontier", List.of("sim-small")),
                        HARD, TaskRule.of("sim-frontier", List.of())),
                "sim-frontier",
                new Rule.CheapestWithin(0.01),
                InputTokens.of(4, Map.of()),
                new Provenance("test", 0, null, 0, "test", new TreeMap<>()));
    }

    public static Certificate certificate(Instant expiresAt) {
        Instant from = Instant.parse("2019-01-01T00:00:00Z");
        return new Certificate(
                0.01,
                0.95,
                true,
                8_000,
                8_000,
                from,
                from,
                expiresAt,
                "betting",
                "calls are alike",
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static Candidate candidate(String model, TokenPrices prices, double easy, double hard) {
        Map<String, TaskQuality> tasks =
                Map.of(EASY, new TaskQuality(easy, 500, 0), HARD, new TaskQuality(hard, 500, 0));
        return new Candidate(
                model,
                "simulated",
                prices,
                QualityModel.of(null, Calibration.IDENTITY, tasks),
                OutputTokens.of(50, Map.of()));
    }
}
