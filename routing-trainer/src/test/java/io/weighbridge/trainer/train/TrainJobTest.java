package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.Rule;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainJobTest {
    private static final FeatureExtractor EXTRACTOR = FeatureExtractor.of(FeatureSchema.defaults());

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final int UNITS = 8000;

    @TempDir
    private Path directory;

    @Test
    void tasksThatDoNotNeedTheIncumbentGoToTheSmallModelAndTheOthersStay() throws IOException {
        TrainResult result = train(TrainingWorld.mixed().rows(UNITS, 1), 0);

        assertTrue(result.certificate().certified());
        Policy policy = PolicyJson.read(directory.resolve("policy.json"));
        assertEquals(List.of("sim-small"), open(policy, "classify"));
        assertEquals(List.of("sim-small"), open(policy, "summarise"));
        assertEquals(List.of(), open(policy, "diagnose"));
    }

    @Test
    void theCertifiedPolicySavesHalfAndLosesAtMostOnePointOnNewCalls() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            train(TrainingWorld.mixed().rows(UNITS, seed), seed);
            Router router = Router.load(directory.resolve("policy.json"));
            double loss = 0;
            double moved = 0;
            List<TrainingWorld.Call> calls = TrainingWorld.mixed().calls(4000, 1000 + seed);
            for (TrainingWorld.Call call : calls) {
                int chosen = TrainingWorld.MODELS.indexOf(
                        router.route(call.task(), call.prompt()).model());
                loss += call.chance()[0] - call.chance()[chosen];
                moved += chosen == 0 ? 0 : 1;
            }
            assertTrue(loss / calls.size() <= 0.01, "loss " + loss / calls.size() + " at seed " + seed);
            assertTrue(moved / calls.size() >= 0.48, "moved " + moved / calls.size() + " at seed " + seed);
        }
    }

    @Test
    void whereTheIncumbentIsAlwaysNeededItServesEverythingAndNothingIsSaved() throws IOException {
        for (long seed = 1; seed <= 3; seed++) {
            TrainResult result = train(TrainingWorld.alwaysNeeded().rows(UNITS, seed), seed);

            assertFalse(result.certificate().certified());
            assertEquals(0.0, result.certificate().costSaving());
            assertEquals(0.0, result.certificate().realisedQualityLoss());
            assertEquals(new Collapse("sim-frontier", 1), result.collapse());
            assertEquals(
                    new Rule.IncumbentOnly(),
                    PolicyJson.read(directory.resolve("policy.json")).rule());
        }
    }

    @Test
    void exportedScoresEqualSmilesOnEveryTrainingRow() throws IOException {
        TrainResult result = train(TrainingWorld.mixed().rows(3000, 5), 0);

        assertTrue(
                result.report().smileDifference() <= 1e-12,
                "difference " + result.report().smileDifference());
        assertEquals(9000, result.report().trainingRows());
        assertEquals(
                3000,
                result.report().fitUnits()
                        + result.report().selectUnits()
                        + result.report().certifyUnits());
    }

    @Test
    void oneSeedGivesTheSameBytes() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(2000, 7);
        train(rows, 3);
        byte[] first = Files.readAllBytes(directory.resolve("policy.json"));
        train(rows, 3);
        assertArrayEquals(first, Files.readAllBytes(directory.resolve("policy.json")));
        train(rows, 4);
        assertNotEquals(Files.readString(directory.resolve("policy.json")), new String(first, StandardCharsets.UTF_8));
    }

    @Test
    void thePolicyLiesInTheLakeWithItsCardAndTheManifestCoversBoth() throws IOException {
        train(TrainingWorld.mixed().rows(1500, 9), 0);

        Path policy = onlyPolicy();
        assertTrue(policy.getFileName().toString().startsWith("20261122T101530Z-"));
        Manifest manifest = Manifest.read(policy).orElseThrow();
        assertEquals(
                List.of("model-card.html", "model-card.md", "policy.json", "train.json"),
                manifest.files().stream().map(Manifest.Entry::name).toList());
        assertEquals(List.of(), manifest.differences(policy));
        String card = Files.readString(policy.resolve("model-card.md"));
        assertTrue(card.contains("| classify | sim-frontier |"), card);
        assertTrue(card.contains("## Certificate"), card);
        assertTrue(card.contains("Collapse: 100.0 % of the calls of the select part go to sim-frontier."), card);
    }

    @Test
    void anEvidenceFreeSmallSetKeepsEveryIncumbent() throws IOException {
        TrainResult result = train(TrainingWorld.mixed().rows(40, 2), 0);

        assertFalse(result.certificate().certified());
        assertEquals(0.0, result.certificate().costSaving());
    }

    @Test
    void unitsWithoutPromptAreRoutedByTheTables() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(4000, 11).stream()
                .map(row -> new TrainingRow(
                        row.unitId(),
                        row.clusterId(),
                        row.task(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        row.inputTokens(),
                        null,
                        row.incumbent(),
                        row.model(),
                        row.score(),
                        row.weight(),
                        1,
                        row.outputTokens(),
                        null,
                        "grader"))
                .toList();

        assertTrue(train(rows, 0).certificate().certified());
    }

    @Test
    void featuresInThePlaceOfPromptsGiveTheSamePolicyByteForByte() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(1500, 11);
        train(rows, 0);
        byte[] fromPrompts = Files.readAllBytes(directory.resolve("policy.json"));

        train(rows.stream().map(TrainJobTest::withoutPrompt).toList(), 0);

        assertArrayEquals(fromPrompts, Files.readAllBytes(directory.resolve("policy.json")));
    }

    private static TrainingRow withoutPrompt(TrainingRow row) {
        PromptFeatures features = EXTRACTOR.promptFeatures(Objects.requireNonNull(row.prompt()));
        return new TrainingRow(
                row.unitId(),
                row.clusterId(),
                row.task(),
                row.team(),
                row.application(),
                row.tenant(),
                null,
                features.reading(),
                Arrays.stream(features.measures()).boxed().toList(),
                Arrays.stream(features.wordHashes()).boxed().toList(),
                Arrays.stream(features.pairHashes()).boxed().toList(),
                row.inputTokens(),
                row.occurredAt(),
                row.incumbent(),
                row.model(),
                row.score(),
                row.weight(),
                row.draws(),
                row.outputTokens(),
                row.costPicodollars(),
                row.labelSource());
    }

    @Test
    void aScoreOutOfRangeIsNamed() throws IOException {
        List<TrainingRow> rows = new ArrayList<>(TrainingWorld.mixed().rows(10, 1));
        TrainingRow bad = rows.get(0);
        rows.set(
                0,
                new TrainingRow(
                        bad.unitId(),
                        bad.clusterId(),
                        bad.task(),
                        null,
                        null,
                        null,
                        bad.prompt(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        bad.incumbent(),
                        bad.model(),
                        1.5,
                        1,
                        1,
                        null,
                        null,
                        "grader"));

        BadInputException error = assertThrows(BadInputException.class, () -> train(rows, 0));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("training-set.parquet: unit call-0: score: must be in [0, 1], was 1.5"),
                error.getMessage());
    }

    @Test
    void rowsOfAUnitThatStandApartAreNamed() {
        List<TrainingRow> rows = new ArrayList<>(TrainingWorld.mixed().rows(3, 1));
        rows.add(rows.removeFirst());

        BadInputException error = assertThrows(BadInputException.class, () -> train(rows, 0));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("unit call-0: unit_id: all rows of a unit must stand together"),
                error.getMessage());
    }

    @Test
    void aTrainingSetWithoutAColumnIsNamed() throws IOException {
        record Incomplete(String unitId, String task) {}
        Path audit = Files.createDirectories(directory.resolve("lake/audits/20261101T000000Z-abcdef"));
        try (var out = Files.newOutputStream(audit.resolve("training-set.parquet"));
                var writer = new CarpetWriter.Builder<>(out, Incomplete.class)
                        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                        .build()) {
            writer.write(new Incomplete("a", "b"));
        }
        Manifest.finish(audit);

        BadInputException error = assertThrows(BadInputException.class, () -> run(0));
        assertTrue(
                String.valueOf(error.getMessage()).contains("must have the columns of a training set"),
                error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).contains("cluster"), error.getMessage());
    }

    @Test
    void aTrainingSetOfAnotherVersionIsRefused() throws IOException {
        Path audit = Files.createDirectories(directory.resolve("lake/audits/20261101T000000Z-abcdef"));
        try (var out = Files.newOutputStream(audit.resolve("training-set.parquet"));
                var writer = new CarpetWriter.Builder<>(out, TrainingRow.class)
                        .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                        .withExtraMetaData("weighbridge.format", "weighbridge-training-set/2")
                        .build()) {
            writer.write(TrainingWorld.mixed().rows(10, 1));
        }
        Manifest.finish(audit);

        BadInputException error = assertThrows(BadInputException.class, () -> run(0));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith(
                                "training-set.parquet: weighbridge.format: this build reads weighbridge-training-set/1,"
                                        + " was weighbridge-training-set/2"),
                error.getMessage());
    }

    @Test
    void anAuditWithoutManifestIsPassedOver() throws IOException {
        Path lake = TrainingWorld.lake(
                directory.resolve("lake"), TrainingWorld.mixed().rows(300, 1));
        Files.createDirectories(lake.resolve("audits/20261230T000000Z-ffffff"));

        assertEquals("20261101T000000Z-abcdef", run(0).report().auditId());
    }

    @Test
    void aLakeWithoutAuditIsNamed() {
        BadInputException error = assertThrows(BadInputException.class, () -> run(0));
        assertTrue(String.valueOf(error.getMessage())
                .endsWith("lake/audits: must hold an audit; run weighbridge audit first"));
    }

    @Test
    void modelsWithoutAPriceAreNeverChosenForTheirCost() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(3000, 4).stream()
                .map(row -> row.model().equals("sim-small") ? renamed(row, "home-grown") : row)
                .toList();
        TrainResult result = train(rows, 0);

        Policy policy = PolicyJson.read(directory.resolve("policy.json"));
        Map<String, ?> tasks = policy.tasks();
        assertFalse(tasks.toString().contains("home-grown"), tasks.toString());
        assertEquals(List.of("home-grown"), result.report().unpriced());
        String card = Files.readString(onlyPolicy().resolve("model-card.md"));
        assertTrue(card.contains("No price is known of home-grown"), card);
    }

    private static TrainingRow renamed(TrainingRow row, String model) {
        return new TrainingRow(
                row.unitId(),
                row.clusterId(),
                row.task(),
                null,
                null,
                null,
                row.prompt(),
                row.promptReading(),
                row.promptMeasures(),
                row.wordHashes(),
                row.pairHashes(),
                row.inputTokens(),
                row.occurredAt(),
                row.incumbent(),
                model,
                row.score(),
                row.weight(),
                1,
                row.outputTokens(),
                null,
                "grader");
    }

    private TrainResult train(List<TrainingRow> rows, long seed) throws IOException {
        TrainingWorld.lake(directory.resolve("lake"), rows);
        return run(seed);
    }

    private TrainResult run(long seed) throws IOException {
        return new TrainJob(directory.resolve("lake"), Settings.defaults(), CLOCK)
                .run(null, new TrainOptions(0.01, 0.95, seed), directory.resolve("policy.json"), stage -> {});
    }

    private Path onlyPolicy() throws IOException {
        try (var listed = Files.list(directory.resolve("lake/policies"))) {
            return listed.findFirst().orElseThrow();
        }
    }

    private static List<String> open(Policy policy, String task) {
        return Objects.requireNonNull(policy.tasks().get(task)).open();
    }
}
