package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Router;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a certificate says and what it may cost. */
class CertifiedTrainingTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final int UNITS = 6000;

    @TempDir
    private Path directory;

    @Test
    void tryingOtherSplitsOfOneAuditUntilSomethingPassesSpendsTheError() throws IOException {
        lake(TrainingWorld.mixed().rows(UNITS, 1));

        assertEquals(new Spent(1, 1, 0.0125), spent(train(options(0))));
        assertEquals(new Spent(2, 1, 0.00625), spent(train(options(1))));
        assertEquals(new Spent(3, 1, 0.003125), spent(train(options(2))));
    }

    @Test
    void anotherToleranceOnTheSameSetIsAnotherUse() throws IOException {
        lake(TrainingWorld.mixed().rows(UNITS, 1));
        train(options(0));

        assertEquals(2, spent(train(new TrainOptions(0.02, 0.95, 0))).use());
    }

    @Test
    void theSameTrainingAgainIsNoNewUse() throws IOException {
        lake(TrainingWorld.mixed().rows(UNITS, 1));
        train(options(0));

        assertEquals(new Spent(1, 1, 0.0125), spent(train(options(0))));
    }

    @Test
    void nightsWhoseWindowsOverlapShareOneErrorAndStillCertify() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(2 * UNITS, 1);
        int night = rows.size() / 12;
        for (int w = 1; w <= 6; w++) {
            Path audit = Files.createDirectories(directory.resolve("lake/audits/2026110" + w + "T000000Z-abcdef"));
            TrainingWorld.write(audit.resolve("training-set.parquet"), rows.subList(w * night, (w + 6) * night));
            Manifest.finish(audit);

            TrainResult result = train(options(0));

            assertEquals(new Spent(1, w, Math.round(0.025e9 / (w * (w + 1.0))) / 1e9), spent(result));
            assertTrue(result.certificate().certified(), "night " + w);
        }
    }

    @Test
    void theDesignIsFrozenBeforeTheCertificationSetIsRead() throws IOException {
        List<TrainingRow> rows = TrainingWorld.mixed().rows(UNITS, 3);
        lake(rows);
        TrainResult asItWas = train(options(0));
        lake(flipped(rows, true));
        TrainResult otherCertification = train(options(0));
        lake(flipped(rows, false));
        TrainResult otherSelection = train(options(0));

        assertEquals(trial(asItWas).design(), trial(otherCertification).design());
        assertNotEquals(trial(asItWas).pValue(), trial(otherCertification).pValue());
        assertNotEquals(trial(asItWas).design(), trial(otherSelection).design());
    }

    /** Scores turned round on the certification part, or on the others. */
    private static List<TrainingRow> flipped(List<TrainingRow> rows, boolean certification) {
        return rows.stream()
                .map(row -> Split.certifies(0, row.clusterId()) == certification
                                && row.model().equals("sim-small")
                        ? TrainingWorld.scored(row, 1 - row.score())
                        : row)
                .toList();
    }

    @Test
    void theCertificateInTheArtifactSaysWhatHoldsOfEachTask() throws IOException {
        lake(TrainingWorld.mixed().rows(12_000, 5));
        train(new TrainOptions(0.02, 0.95, 0));

        Policy policy = policy();
        Certificate certificate = Objects.requireNonNull(policy.certificate());
        assertTrue(certificate.holdsAt(CLOCK.instant()));
        Certificate.Trial trial = Objects.requireNonNull(certificate.trial());
        assertTrue(trial.pValue() <= trial.error());
        assertEquals(Instant.parse("2026-12-22T10:15:30Z"), certificate.expiresAt());
        assertTrue(trial.crossCheck() >= 0 && trial.crossCheck() <= 1);
        assertEquals(Set.of("classify", "summarise"), opened(policy, List.of("classify", "summarise")));
        assertEquals(
                opened(policy, List.copyOf(policy.tasks().keySet())),
                certificate.tasks().keySet());
        certificate.tasks().forEach((task, part) -> {
            assertEquals(part.pValue() <= trial.error() / certificate.tasks().size(), part.certified(), task);
            assertTrue(part.units() < certificate.units(), task);
        });
        assertTrue(Objects.requireNonNull(certificate.tasks().get("classify")).certified());
    }

    @Test
    void aTaskWithATighterToleranceHoldsItOrIsNotOpened() throws IOException {
        lake(TrainingWorld.mixed().rows(UNITS, 6));
        TrainResult loose = train(new TrainOptions(0.03, 0.95, 0));
        assertTrue(loose.report().openTasks().contains("sql"));

        TrainResult strict = train(new TrainOptions(0.03, 0.95, 0, Map.of("sql", 0.0), false));
        TrainResult.PartResult sql = strict.certificate().tasks().get("sql");
        assertTrue(strict.certificate().certified());
        assertTrue(strict.report().openTasks().contains("classify"));
        assertFalse(strict.report().openTasks().contains("sql"), String.valueOf(sql));
    }

    @Test
    void whatIsNotCertifiedIsExportedOnlyOnDemandAndMarkedEverywhere() throws IOException {
        List<TrainingRow> few = TrainingWorld.mixed().rows(700, 8);
        lake(few);
        TrainResult kept = train(options(0));
        assertFalse(kept.certificate().certified());
        assertFalse(kept.certificate().uncertified());
        assertFalse(policy().isUncertified(CLOCK.instant()));
        assertEquals(List.of(), kept.report().openTasks());

        TrainResult uncertified = train(new TrainOptions(0.01, 0.95, 0, Map.of(), true));
        assertFalse(uncertified.certificate().certified());
        assertTrue(uncertified.certificate().uncertified());
        assertTrue(policy().isUncertified(CLOCK.instant()));
        assertFalse(uncertified.report().openTasks().isEmpty());
        String task = uncertified.report().openTasks().getFirst();
        String reason = Router.load(directory.resolve("policy.json"))
                .route(task, task + " request 1: a short and plain case")
                .reason();
        assertTrue(reason.endsWith("; uncertified"), reason);
        assertTrue(card().contains("UNCERTIFIED"), card());
    }

    @Test
    void agentsAreCertifiedWhereTheTrainingSetTellsThem() {
        World world = alike(4_000);
        int[] small = new int[4_000];
        java.util.Arrays.fill(small, 1);
        Map<String, String> agents = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            agents.put("unit-" + i, i % 4 == 0 ? "careful" : "usual");
        }
        CertificationSet set = new CertificationSet(
                world,
                java.util.stream.IntStream.range(0, 4_000)
                        .mapToObj(i -> new int[] {i})
                        .toList(),
                i -> true);
        Certification.Plan plan = new Certification.Plan(List.of(i -> small[i]), 0.02, Map.of(), 0.05, 0);

        Certification certification = Certification.of(world, set, new Agents(agents), plan);

        assertEquals(Set.of("careful", "usual"), certification.agents().keySet());
        assertEquals(
                1_000,
                Objects.requireNonNull(certification.agents().get("careful")).units());
        assertTrue(Objects.requireNonNull(certification.agents().get("usual")).certified());
    }

    /** Two models of equal answers at two prices. */
    private static World alike(int count) {
        List<TrainingUnit> units = new java.util.ArrayList<>();
        double[][] quality = new double[count][];
        double[][] cost = new double[count][];
        for (int i = 0; i < count; i++) {
            double score = i % 10 == 0 ? 0 : 1;
            units.add(new TrainingUnit(
                    "unit-" + i,
                    "unit-" + i,
                    "task",
                    null,
                    null,
                    null,
                    null,
                    "large",
                    1,
                    new double[] {score, score},
                    new double[] {1, 1},
                    new double[] {10, 1},
                    null));
            quality[i] = new double[] {0.9, 0.9};
            cost[i] = new double[] {10, 1};
        }
        return new World(
                new TrainingSet(List.of("large", "small"), units, 2L * count),
                List.of("large", "small"),
                new Estimates(quality, cost));
    }

    private record Spent(int use, int window, double error) {}

    private static Spent spent(TrainResult result) {
        return new Spent(
                trial(result).use(),
                trial(result).window(),
                Math.round(trial(result).error() * 1e9) / 1e9);
    }

    private static TrainResult.TrialResult trial(TrainResult result) {
        return Objects.requireNonNull(result.certificate().trial());
    }

    private static Set<String> opened(Policy policy, List<String> tasks) {
        Set<String> opened = new HashSet<>();
        policy.tasks().forEach((task, rule) -> {
            if (!rule.open().isEmpty() && tasks.contains(task)) {
                opened.add(task);
            }
        });
        return opened;
    }

    private void lake(List<TrainingRow> rows) throws IOException {
        TrainingWorld.lake(directory.resolve("lake"), rows);
    }

    private Policy policy() throws IOException {
        return PolicyJson.read(directory.resolve("policy.json"));
    }

    private String card() throws IOException {
        try (Stream<Path> policies = Files.list(directory.resolve("lake/policies"))) {
            Path latest = policies.filter(path -> {
                        try {
                            return PolicyJson.read(path.resolve("policy.json")).isUncertified(CLOCK.instant());
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .findFirst()
                    .orElseThrow();
            return Files.readString(latest.resolve("model-card.md"));
        }
    }

    private static TrainOptions options(long seed) {
        return new TrainOptions(0.01, 0.95, seed);
    }

    private TrainResult train(TrainOptions options) throws IOException {
        return new TrainJob(directory.resolve("lake"), Settings.defaults(), CLOCK)
                .run(null, options, directory.resolve("policy.json"), stage -> {});
    }
}
