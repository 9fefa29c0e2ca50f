package io.weighbridge.runner.nightly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.ExitStatus;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.StepRecord;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Rule;
import io.weighbridge.runner.TestPolicy;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule between the steps, and what is repeated; the commands are scripted. */
class NightTest {
    private static final Instant NOW = Instant.parse("2026-11-28T01:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-28T00:00:00Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path lake = Path.of(".");

    private final Map<NightStep, Integer> fails = new HashMap<>();
    private final List<List<String>> begun = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private boolean currentHolds;
    private boolean trainedHolds;

    @BeforeEach
    void workload() throws IOException {
        Files.writeString(lake.resolve("workload.jsonl"), "{}\n");
        Files.createDirectories(lake.resolve("runs/R"));
        Files.writeString(lake.resolve("runs/R/calls.jsonl"), "{}\n");
    }

    @Test
    void aCurrentPolicyThatHoldsIsCertifiedAnewAndRun() throws Exception {
        currentPolicy(certified(LATER));
        currentHolds = true;

        NightLauncher.Ended ended = night("25");

        NightSummary night = ended.summary();
        assertEquals("done", night.state());
        assertEquals("current", night.policyFrom());
        assertEquals("R", night.runId());
        assertEquals("report.html", night.report());
        assertEquals(List.of("ingest", "audit", "certify", "run", "ingest", "audit"), commands());
        Path certified = ended.folder().resolve("certified.json");
        assertEquals(
                List.of(
                        "certify",
                        "--policy",
                        lake.resolve("policies/20261101T000000Z-aaaaaa/policy.json")
                                .toString(),
                        "--lake",
                        lake.toString(),
                        "--audit",
                        "A",
                        "--out",
                        certified.toString(),
                        "--max-quality-loss",
                        "0.01",
                        "--confidence",
                        "0.95"),
                begun.get(2));
        assertEquals(
                List.of(
                        "run",
                        "--once",
                        "--policy",
                        certified.toString(),
                        "--workload",
                        lake.resolve("workload.jsonl").toString(),
                        "--lake",
                        lake.toString(),
                        "--budget",
                        "25"),
                begun.get(3));
        assertEquals(
                "{\"audit_id\":\"A\",\"spend_usd\":\"1.5\",\"report\":\"report.html\"}",
                step(ended, NightStep.AUDIT).path("result").toString());
        assertEquals("skipped", step(ended, NightStep.TRAIN).path("status").asText());
        assertTrue(Manifest.read(ended.folder()).isPresent());
    }

    @Test
    void aPolicyThatWasCertifiedAnewIsTheCurrentOneOfTheNextNight() throws Exception {
        currentPolicy(certified(LATER));
        currentHolds = true;
        String first = night(null).summary().nightId();
        begun.clear();

        NightLauncher.Ended second = night(null);

        assertFalse(first.equals(second.summary().nightId()), "a night that is done is not gone on with");
        assertEquals(
                lake.resolve("policies").resolve(first).resolve("policy.json").toString(),
                begun.get(2).get(2));
    }

    @Test
    void whereTheCurrentPolicyDoesNotHoldOneIsTrained() throws Exception {
        currentPolicy(certified(LATER));
        trainedHolds = true;

        NightLauncher.Ended ended = night(null);

        assertEquals(List.of("ingest", "audit", "certify", "train", "run", "ingest", "audit"), commands());
        assertEquals("trained", ended.summary().policyFrom());
        assertEquals(ended.folder().resolve("trained.json").toString(), runPolicy());
        assertFalse(
                Files.exists(lake.resolve("policies").resolve(ended.summary().nightId())));
    }

    @Test
    void whereNoneHoldsEveryIncumbentIsKept() throws Exception {
        currentPolicy(certified(LATER));

        NightLauncher.Ended ended = night(null);

        assertEquals("incumbents", ended.summary().policyFrom());
        assertNull(ended.summary().certifiedUntil());
        assertTrue(PolicyJson.read(Path.of(runPolicy())).rule() instanceof Rule.IncumbentOnly);
        assertTrue(ended.text().contains("no cheaper policy is certified, every call went to its incumbent"));
    }

    @Test
    void aPolicyWhoseCertificateDoesNotHoldIsNotTested() throws Exception {
        trainedHolds = true;
        assertEquals("the lake has no policy", whyNotTested());
        currentPolicy(certified(NOW.minusSeconds(1)));
        assertEquals("the current policy is expired at 2026-11-28T00:59:59Z", whyNotTested());
        currentPolicy(certified(LATER).withExploration(0.1));
        assertEquals("the current policy explores", whyNotTested());
        currentPolicy(certified(LATER).withTasks(TestPolicy.policy().tasks()));
        assertEquals("the current policy is void: its tasks were changed", whyNotTested());
        currentPolicy(TestPolicy.policy());
        assertEquals("the current policy has no certificate", whyNotTested());
        currentPolicy(TestPolicy.policy().withRule(new Rule.IncumbentOnly()));
        assertEquals("the current policy keeps every incumbent", whyNotTested());
    }

    @Test
    void aTestThatTheEvidenceDoesNotAllowIsNoReasonToStop() throws Exception {
        currentPolicy(certified(LATER));
        trainedHolds = true;
        fails.put(NightStep.CERTIFY, 2);

        NightLauncher.Ended ended = night(null);

        assertEquals("refused", step(ended, NightStep.CERTIFY).path("status").asText());
        assertEquals("trained", ended.summary().policyFrom());
    }

    @Test
    void aStepThatFailsIsTheFirstOfTheSameCommandAgain() throws Exception {
        trainedHolds = true;
        fails.put(NightStep.AUDIT, 1);
        JobFailedException failure = assertThrows(JobFailedException.class, () -> job(null));
        assertEquals(ExitStatus.JOB_FAILED, failure.status());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("/2-audit: weighbridge audit: it is dark"), message);
        assertEquals(List.of("ingest", "audit"), commands());
        JsonNode left = nightJson(onlyNight());
        assertEquals("failed", left.path("state").asText());
        assertEquals("1", left.at("/steps/1/exit_status").asText());

        fails.clear();
        begun.clear();
        NightLauncher.Ended ended = job(null);

        assertEquals(onlyNight(), ended.folder());
        assertEquals(List.of("audit", "train", "run", "ingest", "audit"), commands());
        assertEquals(7, ended.summary().steps().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aRunThatLeavesItemsIsIngestedAndReportedAndGoneOnWith(int status) throws Exception {
        trainedHolds = true;
        fails.put(NightStep.RUN, status);
        JobFailedException failure = assertThrows(JobFailedException.class, () -> job("1"));
        assertEquals(ExitStatus.of(status), failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains("/5-run: items are left"), failure.getMessage());
        assertEquals(List.of("ingest", "audit", "train", "run", "ingest", "audit"), commands());
        JsonNode left = nightJson(onlyNight());
        assertEquals("partial", left.path("state").asText());
        assertEquals(1, left.path("not_started").asInt());
        assertEquals("partial", left.at("/steps/4/status").asText());
        assertEquals(status, left.at("/steps/4/exit_status").asInt());
        assertEquals("report.html", left.path("report").asText());
        assertTrue(said.getLast().contains("1 need a person, 1 not started"), said::toString);
        assertTrue(Manifest.read(onlyNight()).isEmpty());

        fails.clear();
        begun.clear();
        NightLauncher.Ended ended = job("2");

        assertEquals(List.of("run", "ingest", "audit"), commands());
        assertEquals("2", begun.getFirst().getLast());
        assertEquals("done", ended.summary().state());
        assertTrue(Manifest.read(onlyNight()).isPresent());
    }

    @Test
    void aRunThatFailsAfterItLeftItemsStopsTheNightBeforeItsReport() throws Exception {
        trainedHolds = true;
        fails.put(NightStep.RUN, 3);
        assertThrows(JobFailedException.class, () -> job("1"));

        fails.put(NightStep.RUN, 5);
        begun.clear();
        JobFailedException failure = assertThrows(JobFailedException.class, () -> job("2"));

        assertEquals(ExitStatus.TRY_LATER, failure.status());
        assertEquals(List.of("run"), commands());
        assertEquals("failed", nightJson(onlyNight()).path("state").asText());
        assertTrue(nightJson(onlyNight()).path("report").isNull(), "that of the items before is of no use");
    }

    @Test
    void aDeadlineCountsFromTheNightsFirstStart() throws Exception {
        trainedHolds = true;
        fails.put(NightStep.RUN, 1);
        for (Instant start : List.of(NOW, NOW.plusSeconds(7_200))) {
            NightLauncher launcher = new NightLauncher(
                    folder -> (step, arguments) -> scripted(folder, step, arguments), clock(start), said::add);
            assertThrows(JobFailedException.class, () -> launcher.run(plan(null, "6h")));

            List<String> run = begun.getLast();
            assertEquals("2026-11-28T07:00:00Z", run.get(run.indexOf("--deadline") + 1));
        }
        assertEquals(1, nights().size());
        BadInputException wrong = assertThrows(BadInputException.class, () -> plan(null, "tomorrow"));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("--deadline: must be"), wrong.getMessage());
    }

    @Test
    void aCommandThatASignalEndedIsAFailedJob() throws Exception {
        fails.put(NightStep.INGEST, 137);

        JobFailedException failure = assertThrows(JobFailedException.class, () -> job(null));

        assertEquals(ExitStatus.JOB_FAILED, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains("/1-ingest: ended by signal 9"), failure.getMessage());
    }

    @Test
    void whatWasDoneBeforeItsProcessDiedIsNotDoneAgain() throws Exception {
        trainedHolds = true;
        // The command leaves its record, and the night's process dies before it reads it.
        JobFailedException dead = assertThrows(
                JobFailedException.class,
                () -> launcher((step, arguments) -> {
                            scripted(new NightFolder(onlyNight()), step, arguments);
                            if (step == NightStep.TRAIN) {
                                throw new IllegalStateException("dead");
                            }
                            return 0;
                        })
                        .run(plan(null)));
        assertTrue(String.valueOf(dead.getMessage()).contains(": dead; resume with"), dead.getMessage());
        begun.clear();

        job(null);

        assertEquals(List.of("run", "ingest", "audit"), commands());
    }

    @Test
    void aRunWithoutCallsLeavesNothingToIngest() throws Exception {
        trainedHolds = true;
        Files.writeString(lake.resolve("runs/R/calls.jsonl"), "");

        NightLauncher.Ended ended = night(null);

        assertEquals(
                "the run made no calls",
                step(ended, NightStep.INGEST_RUN).path("message").asText());
    }

    @Test
    void anUncertifiedPolicyIsNeverRun() throws Exception {
        trainedHolds = true;

        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> {
            NightFolder folder = NightFolder.open(plan(null), clock(NOW)).folder();
            Night night =
                    new Night(plan(null), folder, (step, arguments) -> scripted(folder, step, arguments), clock(NOW));
            for (NightStep step : List.of(NightStep.INGEST, NightStep.AUDIT, NightStep.CERTIFY, NightStep.TRAIN)) {
                night.perform(step);
            }
            Instant expired = LATER.plusSeconds(1);
            new Night(plan(null), folder, (step, arguments) -> scripted(folder, step, arguments), clock(expired))
                    .perform(NightStep.RUN);
        });

        assertTrue(String.valueOf(failure.getMessage()).contains("its certificate no longer holds"));
    }

    private String whyNotTested() throws Exception {
        begun.clear();
        NightLauncher.Ended ended = night(null);
        assertFalse(commands().contains("certify"));
        return step(ended, NightStep.CERTIFY).path("message").asText();
    }

    private NightPlan plan(@Nullable String budget) {
        return plan(budget, null);
    }

    private NightPlan plan(@Nullable String budget, @Nullable String deadline) {
        return new NightPlan(
                lake, List.of("logs"), lake.resolve("workload.jsonl"), null, null, 0.01, 0.95, budget, deadline);
    }

    /** The steps one after the other. */
    private NightLauncher.Ended night(@Nullable String budget) throws Exception {
        NightPlan plan = plan(budget);
        NightFolder folder = NightFolder.open(plan, clock(NOW)).folder();
        Night night = new Night(plan, folder, (step, arguments) -> scripted(folder, step, arguments), clock(NOW));
        NightWork work = new NightWork(night, folder, plan.workload(), clock(NOW), said::add);
        for (NightStep step : NightStep.values()) {
            work.perform(step);
        }
        work.finish();
        return new NightLauncher.Ended(folder.path(), Objects.requireNonNull(work.summary()));
    }

    /** The same as a Spring Batch job. */
    private NightLauncher.Ended job(@Nullable String budget) throws Exception {
        return launcher((step, arguments) -> scripted(new NightFolder(onlyNight()), step, arguments))
                .run(plan(budget));
    }

    private NightLauncher launcher(Night.StepProcesses processes) {
        return new NightLauncher(folder -> processes, clock(NOW), said::add);
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    /** What a command does: its log, its record, its policy. */
    private int scripted(NightFolder folder, NightStep step, List<String> arguments) throws IOException {
        begun.add(arguments);
        int status = fails.getOrDefault(step, 0);
        if (step == NightStep.RUN && (status == 3 || status == 4)) {
            String result = "{\"run_id\":\"R\",\"items\":3,\"succeeded\":1,\"needs_human\":1,\"not_started\":1}";
            new StepRecord(
                            folder.stepId(step),
                            StepRecord.Status.PARTIAL,
                            NOW,
                            1,
                            status,
                            "items are left",
                            JSON.readTree(result))
                    .write(folder.recordFile(step));
            return status;
        }
        if (status != 0) {
            Files.writeString(folder.log(step), "weighbridge " + arguments.getFirst() + ": it is dark\n\n");
            return status;
        }
        boolean holds = step == NightStep.CERTIFY ? currentHolds : trainedHolds;
        String certificate =
                "{\"policy\":\"p\",\"certificate\":{\"certified\":" + holds + ",\"expires_at\":\"" + LATER + "\"}}";
        String result = switch (step) {
            case INGEST, INGEST_RUN -> "{\"read\":1,\"accepted\":1,\"duplicate\":0,\"quarantined\":0}";
            case AUDIT, REPORT ->
                "{\"audit_id\":\"A\",\"spend_usd\":\"1.5\",\"report\":\"report.html\",\"verdicts\":[1,2]}";
            case CERTIFY, TRAIN -> certificate;
            case RUN -> "{\"run_id\":\"R\",\"items\":1,\"succeeded\":1,\"needs_human\":0,\"cost_usd\":\"0.25\"}";
        };
        if (step == NightStep.CERTIFY || step == NightStep.TRAIN) {
            Policy policy = holds ? certified(LATER) : TestPolicy.policy().withRule(new Rule.IncumbentOnly());
            PolicyJson.write(policy, Path.of(arguments.get(arguments.indexOf("--out") + 1)));
        }
        new StepRecord(folder.stepId(step), StepRecord.Status.DONE, NOW, 1, 0, null, JSON.readTree(result))
                .write(folder.recordFile(step));
        return 0;
    }

    private static Policy certified(Instant expiresAt) {
        return TestPolicy.policy().withCertificate(certificate(expiresAt));
    }

    private static Certificate certificate(Instant expiresAt) {
        return TestPolicy.certificate(expiresAt);
    }

    private void currentPolicy(Policy policy) throws IOException {
        Path folder = Files.createDirectories(lake.resolve("policies/20261101T000000Z-aaaaaa"));
        PolicyJson.write(policy, folder.resolve("policy.json"));
        Manifest.finish(folder);
    }

    private List<String> commands() {
        return begun.stream().map(List::getFirst).toList();
    }

    private String runPolicy() {
        List<String> run = begun.stream()
                .filter(arguments -> arguments.getFirst().equals("run"))
                .findFirst()
                .orElseThrow();
        return run.get(run.indexOf("--policy") + 1);
    }

    private Path onlyNight() throws IOException {
        List<Path> nights = nights();
        assertEquals(1, nights.size());
        return nights.getFirst();
    }

    private List<Path> nights() throws IOException {
        try (Stream<Path> entries = Files.list(lake.resolve("nights"))) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static JsonNode nightJson(Path folder) throws IOException {
        return JSON.readTree(folder.resolve("night.json").toFile());
    }

    private static JsonNode step(NightLauncher.Ended ended, NightStep step) throws IOException {
        return nightJson(ended.folder()).path("steps").path(step.ordinal());
    }
}
