package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.TaskRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cheap, verified, escalated: in a world where no cheaper model alone is good enough for "diagnose". */
class CascadeTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    /** 40 tokens in and 100 out of the incumbent and of the small model. */
    private static final double INCUMBENT_USD = 40 * 3e-6 + 100 * 15e-6;

    private static final double SMALL_USD = 40 * 0.15e-6 + 100 * 0.6e-6;

    @TempDir
    private Path directory;

    @Test
    void whereAnswersCanBeCheckedTheCheapModelIsAskedFirst() throws IOException {
        TrainResult result = train("exact", Map.of("diagnose", 0.00001));

        Policy policy = policy();
        Cascade cascade = Objects.requireNonNull(rule(policy, "diagnose").cascade());
        assertEquals(new Cascade("sim-small", "exact", 0.00001, "sim-frontier"), cascade);
        assertEquals(List.of("sim-small"), rule(policy, "diagnose").open());
        assertNull(rule(policy, "classify").cascade());
        TrainResult.PartResult diagnose =
                Objects.requireNonNull(result.certificate().tasks().get("diagnose"));
        assertTrue(diagnose.certified(), diagnose.toString());
        assertTrue(diagnose.realisedQualityLoss() <= 0, diagnose.toString());
        // Small is right in 60 %: the other 40 % are paid twice.
        double saving = 1 - (SMALL_USD + 0.00001 + 0.4 * INCUMBENT_USD) / INCUMBENT_USD;
        assertEquals(saving, Objects.requireNonNull(diagnose.costSaving()), 0.04);
        String reason = Router.load(directory.resolve("policy.json"))
                .route("diagnose", "diagnose request 1: a short and plain case")
                .reason();
        assertTrue(reason.contains("; exact checks the answer, else sim-frontier"), reason);
    }

    @Test
    void aCheckThatCostsMoreThanItSavesIsNotPaid() throws IOException {
        TrainResult result = train("exact", Map.of("diagnose", 0.002));

        assertNull(rule(policy(), "diagnose").cascade());
        // What else is opened is opened as without a verifier.
        TrainResult unverified = train("exact", Map.of());
        assertEquals(unverified.report().openTasks(), result.report().openTasks());
        assertEquals(unverified.certificate().costSaving(), result.certificate().costSaving());
    }

    @Test
    void aCascadeIsCertifiedAgainAsOne() throws IOException {
        train("exact", Map.of("diagnose", 0.00001));

        CertifyResult result = new CertifyJob(directory.resolve("lake"), CLOCK)
                .run(
                        directory.resolve("policy.json"),
                        null,
                        new TrainOptions(0.02, 0.95, 0),
                        directory.resolve("certified.json"));

        assertTrue(result.certificate().certified());
        assertTrue(Objects.requireNonNull(result.certificate().tasks().get("diagnose"))
                .certified());
    }

    @Test
    void onlyAnExactCheckOfTheEvidenceVerifies() {
        BadInputException error =
                assertThrows(BadInputException.class, () -> train("grader", Map.of("diagnose", 0.00001)));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("training-set.parquet: label_source: must be one exact check in task diagnose, whose"
                                + " answers are to be verified by it, was [grader]"),
                error.getMessage());
    }

    private TrainResult train(String labelSource, Map<String, Double> verifiers) throws IOException {
        TrainingWorld.lake(
                directory.resolve("lake"),
                TrainingWorld.mixed().rows(6_000, 3).stream()
                        .map(row -> TrainingWorld.labelledBy(row, labelSource))
                        .toList());
        return new TrainJob(directory.resolve("lake"), Settings.defaults(), CLOCK)
                .run(
                        null,
                        new TrainOptions(0.02, 0.95, 0, Map.of(), verifiers, 30, false),
                        directory.resolve("policy.json"),
                        stage -> {});
    }

    private Policy policy() throws IOException {
        return PolicyJson.read(directory.resolve("policy.json"));
    }

    private static TaskRule rule(Policy policy, String task) {
        return Objects.requireNonNull(policy.tasks().get(task));
    }
}
