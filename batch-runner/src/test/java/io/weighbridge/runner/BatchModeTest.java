package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.ProviderApi;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunSetup.Mode;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.samples.provider.BatchFaults;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.FaultRates;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batch APIs of both kinds, well and unwell. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(120)
class BatchModeTest {
    private static final int ITEMS = 300;
    private static final ProviderOptions OPTIONS = ProviderOptions.of(7, World.values()[0]);

    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void everyItemIsAnsweredInOneBatchAtHalfThePrice(ProviderApi api) throws Exception {
        Usd full;
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            full = run(provider, api).withMode(Mode.SYNC).summary().costUsd();
        }
        directory = Files.createDirectory(directory.resolve("again"));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(1, provider.batches());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(provider.charged(), run.costUsd());
            assertEquals(full, run.costUsd().times(2));
            assertEquals(Usd.ZERO, run.unresolvedUsd());
            assertEquals(ITEMS, idsExactlyOnce().size());
            CanonicalCall call = CanonicalCallJson.fromJson(
                    Files.readAllLines(directory.resolve("run/calls.jsonl")).getFirst());
            assertEquals("batch", call.request().serviceTier());
            assertTrue(Objects.requireNonNull(call.usage()).outputTokens() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void linesThatExpireFailAreMissingUnreadableTwiceOrForeignLeaveEveryItemEndedOnce(ProviderApi api)
            throws Exception {
        BatchFaults faults = BatchFaults.lines(0.1, 0.1, 0.05, 0.05, 0.05, 0.1, 0.1);
        try (SimulatedProvider provider = SimulatedProvider.start(withFaults(faults))) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.succeeded() + run.needsHuman());
            assertEquals(ITEMS, idsExactlyOnce().size());
            assertTrue(run.succeeded() > ITEMS * 0.85, () -> "succeeded " + run.succeeded());
            assertTrue(run.batches().size() > 1);
            assertTrue(run.batches().getFirst().duplicateLines() > 0);
            assertTrue(run.batches().getFirst().foreignLines() > 0);
            assertTrue(run.batches().getFirst().malformedLines() > 0);
            // What was answered and lost on the way stays charged at its worst case.
            assertTrue(run.costUsd().compareTo(provider.charged()) < 0);
            assertTrue(run.costUsd().plus(run.unresolvedUsd()).compareTo(provider.charged()) >= 0);
            // Nobody is asked again who has answered: paid more than once are only those whose answer was lost.
            long lost = Command.lines(directory.resolve("run/calls.jsonl")).stream()
                    .filter(call -> call.path("error").asText().equals("the batch has no result for it"))
                    .count();
            assertEquals(run.succeeded() + lost, provider.paidCalls());
            for (JsonNode line : Command.lines(directory.resolve("run/needs-human.jsonl"))) {
                assertTrue(
                        Set.of("refused", "unavailable", "lost")
                                .contains(line.at("/error/code").asText()),
                        line::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void aBatchThatWasCreatedButNotConfirmedIsFoundAndNotMadeTwice(ProviderApi api) throws Exception {
        BatchOptions slow = BatchOptions.defaults()
                .withProcessing(Duration.ofMillis(150))
                .withFaults(BatchFaults.none().withLostCreations(1));
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withBatches(slow))) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(1, provider.batches());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(provider.charged(), run.costUsd());
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void aCreationThatFailedIsAskedForAgainOnceItIsKnownNotToBe(ProviderApi api) throws Exception {
        try (SimulatedProvider provider =
                SimulatedProvider.start(withFaults(BatchFaults.none().withUnavailableCreations(2)))) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(1, provider.batches());
            assertEquals(ITEMS, provider.paidCalls());
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void aProviderThatNeverCreatesABatchLeavesTheItemsToPeopleAtNoCost(ProviderApi api) throws Exception {
        try (SimulatedProvider provider =
                SimulatedProvider.start(withFaults(BatchFaults.none().withUnavailableCreations(1_000)))) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.needsHuman());
            assertEquals(Usd.ZERO, run.costUsd().plus(run.unresolvedUsd()));
            assertEquals(0, provider.paidCalls());
        }
    }

    @Test
    void anEndedBatchWhoseOutputFileIsStillNullIsLookedAtAgain() throws Exception {
        try (SimulatedProvider provider =
                SimulatedProvider.start(withFaults(BatchFaults.none().withLatePolls(2)))) {
            RunSummary run = run(provider, ProviderApi.OPENAI).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(Usd.ZERO, run.unresolvedUsd());
        }
    }

    @Test
    void anOutputFileThatStaysNullLosesNothingButTheAnswers() throws Exception {
        try (SimulatedProvider provider =
                SimulatedProvider.start(withFaults(BatchFaults.none().withLatePolls(1_000)))) {
            RunSummary run = run(provider, ProviderApi.OPENAI).summary();

            assertEquals(ITEMS, run.needsHuman());
            assertEquals(ITEMS, idsExactlyOnce().size());
            assertTrue(run.unresolvedUsd().compareTo(provider.charged()) >= 0);
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void aDownloadThatBreaksOffIsMadeAgain(ProviderApi api) throws Exception {
        try (SimulatedProvider provider =
                SimulatedProvider.start(withFaults(BatchFaults.none().withCutDownloads(2)))) {
            RunSummary run = run(provider, api).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(ITEMS, provider.paidCalls());
        }
    }

    @Test
    void aQueueThatIsTooShortGetsSmallerBatchesOneAfterTheOther() throws Exception {
        BatchOptions tight =
                BatchOptions.defaults().withProcessing(Duration.ofMillis(30)).withMostEnqueued(ITEMS / 8);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withBatches(tight))) {
            RunSummary run = run(provider, ProviderApi.OPENAI).summary();

            assertEquals(ITEMS, run.succeeded());
            assertEquals(ITEMS, provider.paidCalls());
            assertTrue(provider.batches() > 8, () -> "batches " + provider.batches());
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderApi.class)
    void theBudgetIsNeverExceededAndALargerOneFinishesTheRun(ProviderApi api) throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
            BatchRun run = run(provider, api);
            // Room for some worst cases, so that several batches follow each other on what the last one left.
            RunSummary first = run.withBudget("0.003").summary();

            assertTrue(first.notStarted() > 0 && first.succeeded() > 0, first::toString);
            assertTrue(
                    first.batches().size() > 1,
                    () -> "batches " + first.batches().size());
            assertTrue(provider.charged().compareTo(Usd.parse("0.003")) <= 0);

            RunSummary second = run.withBudget("1").summary();

            assertEquals(ITEMS, second.succeeded());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(provider.charged(), second.costUsd());
        }
    }

    @Test
    void aRefusedKeyStopsTheRun() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withApiKey("secret"))) {
            RunEnd end = run(provider, ProviderApi.OPENAI).run();

            assertTrue(String.valueOf(end.cause()).contains("refuses the key (HTTP 401)"), () -> "was " + end.cause());
            assertEquals(0, provider.batches());
        }
    }

    @Test
    void whatAnthropicHasNoEqualForIsNotSentAndSaysWhy() throws Exception {
        Path workload = directory.resolve("workload.jsonl");
        Files.write(
                workload,
                List.of(
                        TestWorkload.line(0),
                        TestWorkload.line(1).replace("\"max_tokens\"", "\"seed\":1,\"max_tokens\"")));
        for (Mode mode : Mode.values()) {
            try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS)) {
                Path run = directory.resolve(mode.name());
                RunSummary summary = BatchRun.of(run, workload, provider, ProviderApi.ANTHROPIC)
                        .withDatabase(database)
                        .withMode(mode)
                        .summary();

                assertEquals(1, summary.succeeded());
                assertEquals(1, provider.paidCalls());
                assertEquals(
                        "body.seed: has no equal at this provider",
                        Command.lines(run.resolve("needs-human.jsonl"))
                                .getFirst()
                                .at("/error/message")
                                .asText());
            }
        }
    }

    @Test
    void aMessageOfUnknownFateIsHeldAgainstTheBudgetForEverySend() throws Exception {
        FaultRates cuts = new FaultRates(0, 0, 0.3, 0, 0, Duration.ZERO);
        try (SimulatedProvider provider = SimulatedProvider.start(OPTIONS.withFaults(cuts))) {
            BatchRun run = run(provider, ProviderApi.ANTHROPIC).withMode(Mode.SYNC);

            RunSummary first = run.withBudget("0.006").summary();
            assertTrue(first.notStarted() > 0 && first.succeeded() > 0, first::toString);
            assertTrue(provider.charged().compareTo(Usd.parse("0.006")) <= 0);

            RunSummary second = run.withBudget("1").summary();
            assertEquals(ITEMS, second.succeeded() + second.needsHuman());
            assertEquals(second.calls(), provider.paidCalls());
            assertTrue(provider.paidCalls() > ITEMS);
            assertTrue(second.costUsd().plus(second.unresolvedUsd()).compareTo(provider.charged()) >= 0);
        }
    }

    private BatchRun run(SimulatedProvider provider, ProviderApi api) throws Exception {
        return BatchRun.of(directory.resolve("run"), TestWorkload.write(directory, ITEMS), provider, api)
                .withDatabase(database);
    }

    private static ProviderOptions withFaults(BatchFaults faults) {
        return OPTIONS.withBatches(BatchOptions.defaults().withFaults(faults));
    }

    private Set<String> idsExactlyOnce() throws Exception {
        List<JsonNode> lines = new ArrayList<>(Command.lines(directory.resolve("run/results.jsonl")));
        lines.addAll(Command.lines(directory.resolve("run/errors.jsonl")));
        Set<String> ids = new HashSet<>();
        lines.forEach(line -> assertTrue(ids.add(line.path("custom_id").asText()), line::toString));
        return ids;
    }
}
