package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.FakeProvider.Script;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class FaultMatrixTest {
    private static final int ITEMS = 60;
    /** 10 input tokens at 1 USD and 5 output tokens at 10 USD per million. */
    private static final Usd ONE_ANSWER = Usd.parse("0.00006");

    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"TOO_MANY_REQUESTS", "SERVER_ERROR", "SILENCE", "CUT_CONNECTION", "MALFORMED_JSON"})
    void aPassingFaultIsTriedAgainAndEveryItemSucceeds(Behaviour fault) throws Exception {
        RunSummary run =
                run((prompt, arrival) -> arrival == 1 && everyThird(prompt) ? fault : Behaviour.ANSWER, timeout(fault));

        assertEquals(ITEMS, run.succeeded());
        assertEquals(ITEMS, idsExactlyOnce().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Behaviour.class,
            names = {"TOO_MANY_REQUESTS", "SERVER_ERROR", "SILENCE", "CUT_CONNECTION", "MALFORMED_JSON", "BAD_REQUEST"})
    void aLastingFaultEndsWithAPerson(Behaviour fault) throws Exception {
        RunSummary run = run((prompt, arrival) -> everyThird(prompt) ? fault : Behaviour.ANSWER, timeout(fault));

        assertEquals(20, run.needsHuman());
        assertEquals(40, run.succeeded());
        assertEquals(ITEMS, idsExactlyOnce().size());
        List<JsonNode> forPeople = Command.lines(directory.resolve("run/needs-human.jsonl"));
        assertEquals(20, forPeople.size());
        assertEquals(
                "Question number 0",
                forPeople.getFirst().at("/request/messages/0/content").asText());
    }

    @Test
    void everyOtherProviderFaultAtOnceStillEndsEachItemOnce() throws Exception {
        Behaviour[] storm = {
            Behaviour.TOO_MANY_REQUESTS, Behaviour.SERVER_ERROR, Behaviour.CUT_CONNECTION, Behaviour.MALFORMED_JSON
        };

        RunSummary run = run((prompt, arrival) ->
                (prompt.hashCode() + arrival) % 3 == 0 ? Behaviour.ANSWER : storm[Math.floorMod(prompt.hashCode(), 4)]);

        assertEquals(ITEMS, run.succeeded());
        assertEquals(ITEMS, idsExactlyOnce().size());
    }

    @Test
    void aProviderThatIsDownForAWhileCostsNoItem() throws Exception {
        AtomicInteger arrivals = new AtomicInteger();

        RunSummary run =
                run((prompt, arrival) -> arrivals.incrementAndGet() <= 150 ? Behaviour.SERVER_ERROR : Behaviour.ANSWER);

        assertEquals(ITEMS, run.succeeded());
        assertEquals(ITEMS, idsExactlyOnce().size());
    }

    @Test
    void aRefusedRequestIsSentOnce() throws Exception {
        try (FakeProvider provider = FakeProvider.start((prompt, arrival) -> Behaviour.BAD_REQUEST)) {
            testRun(provider).run();

            assertEquals(1, provider.arrivals("Question number 1"));
        }
    }

    @Test
    void aLostCallIsSentAgainUnderTheSameKeyAndARefusedOneUnderANewKey() throws Exception {
        Path one = TestWorkload.write(directory, 1);
        Script script = (prompt, arrival) -> switch (arrival) {
            case 1 -> Behaviour.SERVER_ERROR;
            case 2 -> Behaviour.CUT_CONNECTION;
            default -> Behaviour.ANSWER;
        };
        try (FakeProvider provider = FakeProvider.start(script)) {
            TestRun.of(directory.resolve("run"), one, provider.baseUrl())
                    .withDatabase(database)
                    .run();

            String prefix = TestRun.RUN_ID + "/item-0/";
            assertEquals(List.of(prefix + 1, prefix + 2, prefix + 2), provider.keys());
        }
    }

    @Test
    void aCallOfUnknownFateStaysChargedAtItsWorstCase() throws Exception {
        RunSummary run = run((prompt, arrival) -> everyThird(prompt) ? Behaviour.CUT_CONNECTION : Behaviour.ANSWER);

        assertEquals(new Usd(40 * ONE_ANSWER.picodollars()), run.costUsd());
        // At least the 64 output tokens that each of the 20 lost calls may have been billed for.
        assertTrue(run.unresolvedUsd().compareTo(new Usd(20 * 64 * 10_000_000L)) > 0, run.unresolvedUsd()::toString);
    }

    @Test
    void anAnswerWithoutUsageHasNoKnownCost() throws Exception {
        RunSummary run = run((prompt, arrival) -> Behaviour.ANSWER_WITHOUT_USAGE);

        assertEquals(Usd.ZERO, run.costUsd());
        assertTrue(run.unresolvedUsd().compareTo(Usd.ZERO) > 0);
        assertEquals(ITEMS, run.succeeded());
    }

    @Test
    void aWrongKeyStopsTheRunAndTheRestartFinishesIt() throws Exception {
        Script script = (prompt, arrival) -> arrival == 1 ? Behaviour.WRONG_KEY : Behaviour.ANSWER;
        try (FakeProvider provider = FakeProvider.start(script)) {
            RunEnd stopped = testRun(provider).run();
            assertTrue(
                    String.valueOf(stopped.cause())
                            .contains("refuses the key (HTTP 401): check providers.fake.api_key_env"),
                    () -> "was " + stopped.failures());
            assertTrue(stopped.summary().isEmpty());
        }
        try (FakeProvider provider = FakeProvider.start((prompt, arrival) -> Behaviour.ANSWER)) {
            RunSummary run = testRun(provider).run().summary().orElseThrow();
            // The refused ones were answered too: a refused key is no verdict on the request.
            assertEquals(ITEMS, run.succeeded());
        }
    }

    private RunSummary run(Script script) throws Exception {
        return run(script, Duration.ofSeconds(20));
    }

    private RunSummary run(Script script, Duration timeout) throws Exception {
        try (FakeProvider provider = FakeProvider.start(script)) {
            return testRun(provider).withTimeout(timeout).run().summary().orElseThrow();
        }
    }

    /** Silence ends with the timeout; every other fault says so itself. */
    private static Duration timeout(Behaviour fault) {
        return fault == Behaviour.SILENCE ? Duration.ofMillis(400) : Duration.ofSeconds(20);
    }

    private TestRun testRun(FakeProvider provider) throws Exception {
        return TestRun.of(directory.resolve("run"), TestWorkload.write(directory, ITEMS), provider.baseUrl())
                .withDatabase(database);
    }

    private static boolean everyThird(String prompt) {
        return Integer.parseInt(prompt.substring(prompt.lastIndexOf(' ') + 1)) % 3 == 0;
    }

    /** The ids in results.jsonl and errors.jsonl together; fails if one comes twice. */
    private Set<String> idsExactlyOnce() throws Exception {
        List<JsonNode> lines = new ArrayList<>(Command.lines(directory.resolve("run/results.jsonl")));
        lines.addAll(Command.lines(directory.resolve("run/errors.jsonl")));
        Set<String> ids = new HashSet<>();
        lines.forEach(line -> assertTrue(ids.add(line.path("custom_id").asText()), line::toString));
        IntStream.range(0, ITEMS).forEach(item -> assertTrue(ids.contains("item-" + item)));
        return ids;
    }
}
