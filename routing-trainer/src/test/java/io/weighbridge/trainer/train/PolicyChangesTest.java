package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TokenPrices;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certified policy that is tested again, compared, repriced and widened, in a world whose truth is known. */
class PolicyChangesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:15:30Z"));
    private static final TrainOptions OPTIONS = new TrainOptions(0.02, 0.95, 0);
    private static final String NOVEMBER = "20261201T000000Z-abcdef";
    private static final String NEWCOMER = "sim-open-8b";

    @TempDir
    private Path directory;

    private Path lake = Path.of("");
    private Path policyFile = Path.of("");

    @BeforeEach
    void train() throws IOException {
        lake = TrainingWorld.lake(
                directory.resolve("lake"), TrainingWorld.mixed().rows(6_000, 1));
        policyFile = directory.resolve("policy.json");
        TrainResult trained =
                new TrainJob(lake, Settings.defaults(), CLOCK).run(null, OPTIONS, policyFile, stage -> {});
        assertTrue(trained.certificate().certified());
    }

    @Test
    void aPolicyIsCertifiedOnUnitsThatItHasNotSeen() throws IOException {
        audit(NOVEMBER, november(5_000, 2));

        CertifyResult result = certify(OPTIONS);

        assertTrue(result.certificate().certified());
        assertEquals(NOVEMBER, result.evidence());
        assertTrue(result.unseen().endsWith("and clusters that audit 20261101T000000Z-abcdef lacks"), result.unseen());
        assertEquals(5_000, result.certificate().units());
        assertEquals(0, result.leftOut());
        Policy certified = PolicyJson.read(directory.resolve("certified.json"));
        assertTrue(certified.isCertified(CLOCK.instant()));
        assertEquals(PolicyJson.id(certified), result.policy());
        assertEquals(policy().tasks(), certified.tasks());
    }

    @Test
    void onTheAuditThatItWasTrainedOnOnlyTheCertificationPartIsUnseenAndThatIsAnotherUse() throws IOException {
        CertifyResult result = certify(OPTIONS);

        assertEquals(2, Objects.requireNonNull(result.certificate().trial()).use());
        assertEquals(
                policy().certificate() == null
                        ? -1
                        : Objects.requireNonNull(policy().certificate()).units(),
                result.certificate().units());
    }

    @Test
    void withoutTheAuditOfTheTrainingOnlyTheDealOfClustersTellsWhatIsUnseen() throws IOException {
        Path other = directory.resolve("other");
        TrainingWorld.lake(other, november(4_000, 3));

        CertifyResult result =
                new CertifyJob(other, CLOCK).run(policyFile, null, OPTIONS, directory.resolve("certified.json"));

        // The audit's name is the same, its clusters are not.
        assertTrue(result.certificate().units() > 0);
        Files.delete(other.resolve("audits/20261101T000000Z-abcdef/manifest.json"));
        audit(other, NOVEMBER, november(4_000, 3));
        CertifyResult withoutTraining =
                new CertifyJob(other, CLOCK).run(policyFile, null, OPTIONS, directory.resolve("certified.json"));
        assertTrue(withoutTraining.unseen().endsWith("which its training neither fits nor selects on"));
        assertEquals(
                november(4_000, 3).stream()
                        .filter(row -> Split.certifies(0, row.clusterId()))
                        .map(TrainingRow::unitId)
                        .distinct()
                        .count(),
                withoutTraining.certificate().units());
    }

    @Test
    void aPolicyThatHasBecomeWorseGoesBackToItsIncumbents() throws IOException {
        audit(
                NOVEMBER,
                november(5_000, 4).stream()
                        .map(row -> row.model().equals("sim-frontier") ? TrainingWorld.scored(row, 1) : row)
                        .toList());

        CertifyResult result = certify(OPTIONS);

        assertFalse(result.certificate().certified());
        assertFalse(result.certificate().uncertified());
        assertEquals(
                new Rule.IncumbentOnly(),
                PolicyJson.read(directory.resolve("certified.json")).rule());

        CertifyResult kept = certify(new TrainOptions(0.02, 0.95, 0, Map.of(), true));
        assertTrue(kept.certificate().uncertified());
    }

    @Test
    void aPolicyThatDoesNotSayWhatItWasFittedOnIsNotCertified() throws IOException {
        Policy policy = policy();
        Policy silent =
                policy.withProvenance(io.weighbridge.routing.Provenance.of("hand", 0, null, 0, "none", Map.of()));
        PolicyJson.write(silent, policyFile);

        BadInputException error = assertThrows(BadInputException.class, () -> certify(OPTIONS));
        assertEquals(
                "policy: provenance.notes.split: must be \"" + Split.METHOD
                        + "\", or nothing tells what it was fitted on, was \"null\"",
                error.getMessage());
    }

    @Test
    void twoPoliciesAreComparedOnTheSameUnits() throws IOException {
        Policy small = policy();
        Policy incumbents = small.withRule(new Rule.IncumbentOnly());
        Path other = directory.resolve("incumbents.json");
        PolicyJson.write(incumbents, other);
        audit(NOVEMBER, november(4_000, 5));

        CompareResult result = new CompareJob(lake).run(policyFile, other, null, 0.95, 1);

        CompareResult.Difference cost = Objects.requireNonNull(result.costPerCallUsd());
        assertEquals(4_000, result.units());
        assertTrue(cost.high() < 0, cost.toString());
        assertEquals(cost.a() - cost.b(), cost.difference(), 1e-12);
        assertTrue(result.quality().low() < result.quality().difference());
        assertTrue(result.quality().low() > -0.03, result.quality().toString());
        assertTrue(result.sameModel() > 0.2 && result.sameModel() < 0.6, result.toString());

        CompareResult same = new CompareJob(lake).run(policyFile, policyFile, null, 0.95, 1);
        assertEquals(
                new CompareResult.Difference(same.quality().a(), same.quality().a(), 0, 0, 0), same.quality());
    }

    @Test
    void fewerThanTenClustersAreNotCompared() throws IOException {
        audit(NOVEMBER, november(9, 6));

        BadInputException error = assertThrows(
                BadInputException.class, () -> new CompareJob(lake).run(policyFile, policyFile, null, 0.95, 1));
        assertEquals(
                "audit " + NOVEMBER + ": must have at least 10 clusters that neither policy has seen and that all their"
                        + " models answered, has 9",
                error.getMessage());
    }

    @Test
    void otherPricesLeadElsewhereWithoutALabelAndVoidTheCertificate() throws IOException {
        deleteLake();
        Path book = book("sim-medium", "0.02", "0.04");

        RepriceResult result = reprice(book);

        assertEquals(List.of("sim-medium"), result.repricedModels());
        assertTrue(result.certificateVoided());
        assertTrue(result.uncertified());
        Policy repriced = PolicyJson.read(directory.resolve("repriced.json"));
        assertEquals(
                "prices of sim-medium changed",
                Objects.requireNonNull(repriced.certificate()).voided());
        RepriceResult.Task classify = task(result, "classify");
        assertEquals("sim-small", classify.modelBefore());
        assertEquals("sim-medium", classify.model());
        assertTrue(Objects.requireNonNull(classify.savingUsd())
                        .compareTo(Objects.requireNonNull(classify.savingUsdBefore()))
                > 0);
        // 40 tokens in at 3.00 and 100 out at 15.00, against 0.02 and 0.04 USD a million
        assertEquals(0.00162 - 0.0000048, classify.savingUsd().doubleValue(), 1e-9);
        assertEquals(new TokenPrices(20_000, 40_000), prices(repriced, "sim-medium"));
        assertEquals(quality(policy()), quality(repriced));
    }

    @Test
    void whatNoLongerSavesIsClosed() throws IOException {
        RepriceResult result = reprice(book("sim-small", "9.00", "45.00"));

        assertEquals(
                List.of(),
                task(result, "classify").open().stream()
                        .filter("sim-small"::equals)
                        .toList());
        Policy repriced = PolicyJson.read(directory.resolve("repriced.json"));
        assertFalse(
                repriced.tasks().toString().contains("sim-small"),
                repriced.tasks().toString());
    }

    @Test
    void equalPricesLeaveThePolicyAndItsCertificateAsTheyWere() throws IOException {
        RepriceResult result = reprice(book("sim-unheard-of", "1.00", "2.00"));

        assertEquals(List.of(), result.repricedModels());
        assertEquals(result.was(), result.policy());
        assertTrue(PolicyJson.read(directory.resolve("repriced.json")).isCertified(CLOCK.instant()));
    }

    @Test
    void aNewCandidateJoinsFromTwoHundredProbesWithoutTouchingTheOthers() throws IOException {
        audit(NOVEMBER, withNewcomer(november(4_000, 7), 300));

        AddCandidateResult result = add();

        assertEquals(200, result.probes());
        assertEquals("sim-small", result.nearest().keySet().iterator().next());
        assertTrue(result.certificateVoided());
        Policy wider = PolicyJson.read(directory.resolve("wider.json"));
        assertEquals(
                "candidate " + NEWCOMER + " joined",
                Objects.requireNonNull(wider.certificate()).voided());
        assertEquals(policy().candidates(), wider.candidates().subList(0, 3));
        assertTrue(new String(PolicyJson.toBytes(wider), StandardCharsets.US_ASCII).contains(candidatesText(policy())));
        Map<String, Double> truth =
                Map.of("classify", 0.949, "summarise", 0.949, "sql", 2 / 3.0 * 0.8 + 0.4 / 3, "diagnose", 0.6);
        truth.forEach((task, mean) -> assertEquals(
                mean, Objects.requireNonNull(result.expectedQuality().get(task)), 0.08, task));
        assertFalse(result.openTasks().contains("diagnose"), result.toString());
        assertFalse(result.openTasks().isEmpty());
    }

    @Test
    void theClustersOfProbesCertifyNothing() throws IOException {
        audit(NOVEMBER, withNewcomer(november(4_000, 7), 4_000));
        AddCandidateResult added = add();
        policyFile = directory.resolve("wider.json");

        CertifyResult result = certify(OPTIONS);

        assertEquals(4_000 - added.probes(), result.certificate().units());
        assertTrue(result.certificate().certified());
        assertNull(Objects.requireNonNull(
                        PolicyJson.read(directory.resolve("certified.json")).certificate())
                .voided());
    }

    @Test
    void aCandidateNeedsTwentyProbesAndAPrice() throws IOException {
        audit(NOVEMBER, withNewcomer(november(400, 7), 19));
        BadInputException few = assertThrows(BadInputException.class, this::add);
        assertTrue(
                String.valueOf(few.getMessage())
                        .endsWith("must have at least 20 outcomes of sim-open-8b in tasks of the policy, has 19"),
                few.getMessage());

        BadInputException unpriced = assertThrows(
                BadInputException.class,
                () -> new AddCandidateJob(lake, Settings.defaults(), CLOCK)
                        .run(policyFile, "home-grown", null, List.of(), 0.01, directory.resolve("wider.json")));
        assertTrue(
                String.valueOf(unpriced.getMessage())
                        .startsWith("--model: must have a price for input and output, home-grown has none in book"),
                unpriced.getMessage());
    }

    /** A newcomer that answers as the small model does, but for a tenth of the calls. */
    private static List<TrainingRow> withNewcomer(List<TrainingRow> rows, int probes) {
        SplittableRandom random = new SplittableRandom(77);
        List<TrainingRow> all = new ArrayList<>();
        int added = 0;
        for (TrainingRow row : rows) {
            all.add(row);
            if (row.model().equals("sim-small") && added < probes) {
                TrainingRow like = random.nextInt(10) == 0
                        ? TrainingWorld.scored(row, random.nextDouble() < row.score() * 0.95 ? 1 : row.score())
                        : row;
                all.add(TrainingWorld.answeredBy(like, NEWCOMER));
                added++;
            }
        }
        return all;
    }

    private static String candidatesText(Policy policy) {
        String body = new String(PolicyJson.toBytes(policy), StandardCharsets.US_ASCII);
        int from = body.indexOf("\"candidates\":");
        int to = body.indexOf("\"certificate\":", from);
        String candidates = body.substring(from, to).stripTrailing();
        return candidates.substring(0, candidates.lastIndexOf(']')).stripTrailing();
    }

    private static Map<String, Object> quality(Policy policy) {
        return policy.candidates().stream().collect(Collectors.toMap(Candidate::model, Candidate::quality));
    }

    private static TokenPrices prices(Policy policy, String model) {
        return Objects.requireNonNull(policy.candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .orElseThrow()
                .prices());
    }

    private static RepriceResult.Task task(RepriceResult result, String name) {
        return result.tasks().stream()
                .filter(task -> task.task().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<TrainingRow> november(int units, long seed) {
        return TrainingWorld.mixed().rows(units, 1_000 + seed).stream()
                .map(row -> TrainingWorld.renamed(row, "november-"))
                .toList();
    }

    private void audit(String id, List<TrainingRow> rows) throws IOException {
        audit(lake, id, rows);
    }

    private static void audit(Path lake, String id, List<TrainingRow> rows) throws IOException {
        Path audit = Files.createDirectories(lake.resolve("audits").resolve(id));
        TrainingWorld.write(audit.resolve("training-set.parquet"), rows);
        Manifest.finish(audit);
    }

    private void deleteLake() throws IOException {
        Files.delete(lake.resolve("audits/20261101T000000Z-abcdef/training-set.parquet"));
    }

    private Path book(String model, String input, String output) throws IOException {
        return Files.writeString(directory.resolve("prices.json"), """
                {"format":"weighbridge-prices/1","entries":[{"model":"%s","provider":"simulated","input":"%s",
                "output":"%s","source":"test","as_of":"2026-11-20"}]}
                """.formatted(model, input, output));
    }

    private Policy policy() throws IOException {
        Policy policy = PolicyJson.read(directory.resolve("policy.json"));
        Certificate certificate = policy.certificate();
        assertNotNull(certificate);
        return policy;
    }

    private CertifyResult certify(TrainOptions options) throws IOException {
        return new CertifyJob(lake, CLOCK).run(policyFile, null, options, directory.resolve("certified.json"));
    }

    private RepriceResult reprice(Path book) throws IOException {
        return new RepriceJob(Settings.defaults(), CLOCK)
                .run(policyFile, List.of(book), directory.resolve("repriced.json"));
    }

    private AddCandidateResult add() throws IOException {
        return new AddCandidateJob(lake, Settings.defaults(), CLOCK)
                .run(policyFile, NEWCOMER, null, List.of(), 0.01, directory.resolve("wider.json"));
    }
}
