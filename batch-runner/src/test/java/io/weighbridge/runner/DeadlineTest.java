package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.forecast.Deadline;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run with a deadline takes what is cheaper and still in time. */
@Timeout(120)
class DeadlineTest {
    private static final int ITEMS = 40;

    @TempDir
    Path directory;

    @Test
    void batchesThatEndInTimeAreAllThatIsPaid() throws Exception {
        try (SimulatedProvider provider = provider(Duration.ZERO)) {
            Command run = run(Clock.systemUTC(), provider, "openai", "24h");

            assertEquals(0, run.exit(), run.err());
            assertEquals(ITEMS, run.json().path("succeeded").asInt());
            assertEquals(2, provider.batches());
            assertEquals(0, provider.requests());
            assertEquals(
                    provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
            assertTrue(run.json().at("/planned/in_time").asBoolean());
            assertTrue(run.json().at("/planned/batches_until").isTextual());
            assertTrue(run.err().contains("forecast: 40 items for $"), run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void batchesThatDoNotEndAreCancelledInTimeForCalls(String api) throws Exception {
        try (SimulatedProvider provider = provider(Duration.ofHours(1))) {
            Command run = run(leaping(provider, 2), provider, api, "5h");

            assertEquals(0, run.exit(), run.err());
            assertEquals(ITEMS, run.json().path("succeeded").asInt());
            assertEquals(2, provider.batches());
            assertEquals(ITEMS, provider.paidCalls());
            assertEquals(
                    provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
            assertEquals(Usd.ZERO, Usd.parse(run.json().path("unresolved_usd").asText()));
            assertEquals(ITEMS, idsExactlyOnce(run).size());
        }
    }

    @Test
    void judgesInBatchesThatDoNotEndInTimeAreCalled() throws Exception {
        ProviderOptions options = ProviderOptions.of(7, World.MIXED)
                .withJudges()
                .withBatches(BatchOptions.defaults().withProcessing(Duration.ofMillis(600)));
        try (SimulatedProvider provider = SimulatedProvider.start(options)) {
            String verifiers = "{" + TestPolicy.EASY + ": [{judge: sim-medium}]}";
            Command run = run(leaping(provider, 3), provider, "openai", "5h", verifiers, ITEMS);

            assertEquals(0, run.exit(), run.err());
            int escalated = run.json().path("escalated").asInt();
            int judged = ITEMS / 2 + escalated;
            assertEquals(3, provider.batches(), "two of answers, one of the judge");
            assertTrue(provider.requests() > 0, "the rest is called");
            assertEquals(judged, run.json().at("/judged/answers").asInt());
            assertEquals(ITEMS + escalated + 2 * judged, provider.paidCalls());
            assertEquals(
                    provider.charged(), Usd.parse(run.json().path("cost_usd").asText()));
            assertEquals(ITEMS, idsExactlyOnce(run).size());
        }
    }

    /** Of 80 items half are checked, and all of those fail at both models. */
    @ParameterizedTest
    @ValueSource(strings = {"30m", "24h"})
    void whatAnEarlierRunHasCountedIsForecastAndWhatIsDoneIsComparedWithIt(String deadline) throws Exception {
        String verifiers = "{" + TestPolicy.EASY + ": [{matches: no model says this}]}";
        try (SimulatedProvider provider = provider(Duration.ZERO)) {
            Command before = run(Clock.systemUTC(), provider, "openai", "30m", verifiers, 2 * ITEMS);
            Command run = run(Clock.systemUTC(), provider, "openai", deadline, verifiers, ITEMS);

            assertEquals(0, before.exit(), before.err());
            assertEquals(0, run.exit(), run.err());
            // The policy expects 5 of 100 to be wrong.
            assertEquals(
                    ITEMS * 5 / 100,
                    before.json().at("/planned/forecast/escalations").asInt());
            assertEquals(ITEMS, before.json().at("/planned/done/escalations").asInt());
            JsonNode planned = run.json().path("planned");
            int batches = deadline.equals("24h") ? 3 : 0;
            assertEquals(
                    JsonMapper.builder()
                            .build()
                            .readTree("{\"calls\":60,\"retries\":0,\"escalations\":20,\"judge_calls\":0,\"batches\":%d}"
                                    .formatted(batches)),
                    planned.path("forecast"));
            assertEquals(planned.path("forecast"), planned.path("done"));
            assertTrue(run.err().contains("assumed: 20 checked answers fail as often as in earlier runs"), run.err());
        }
    }

    @Test
    void aDeadlineTooNearForBatchesIsLeftToCalls() throws Exception {
        try (SimulatedProvider provider = provider(Duration.ZERO)) {
            Command run = run(Clock.systemUTC(), provider, "openai", "30m");

            assertEquals(0, run.exit(), run.err());
            assertEquals(ITEMS, run.json().path("succeeded").asInt());
            assertEquals(0, provider.batches());
            assertFalse(run.json().at("/planned/batches_until").isTextual());
        }
    }

    @Test
    void withoutADeadlineARunIsForecastWhenItIsAcceptedAndComparedByWhoeverEndsIt() throws Exception {
        String reuse = "{cache: 24h}";
        try (SimulatedProvider provider = provider(Duration.ZERO)) {
            Command broke =
                    run(Clock.systemUTC(), environment(provider, "openai", "{}", reuse), ITEMS, "--budget", "0.01");
            Command run = run(Clock.systemUTC(), environment(provider, "openai", "{}", reuse), ITEMS, "--budget", "10");

            assertEquals(3, broke.exit(), broke.err());
            assertTrue(broke.err().contains("forecast: 40 items, 41 calls, $"), broke.err());
            assertTrue(broke.err().contains(", if no answer comes from the cache or from a template"), broke.err());
            assertEquals(0, run.exit(), run.err());
            assertFalse(run.err().contains("forecast"), "the workload was accepted before");
            JsonNode planned = run.json().path("planned");
            assertTrue(
                    planned.path("deadline").isNull() && planned.path("in_time").isNull(), planned::toString);
            assertEquals(41, planned.at("/forecast/calls").asInt());
            assertEquals(ITEMS, planned.at("/done/calls").asInt());
            assertTrue(planned.path("forecast_cost_usd").isTextual(), planned::toString);
            assertEquals(3, planned.path("assumptions").size(), planned::toString);
        }
    }

    @Test
    void aDeadlineIsATimeFromNowOrAnInstant() {
        Instant now = Instant.parse("2026-11-22T00:00:00Z");

        assertEquals(Instant.parse("2026-11-22T01:30:00Z"), Deadline.of("90m", now));
        assertEquals(Instant.parse("2026-11-23T06:00:00Z"), Deadline.of("2026-11-23T06:00:00Z", now));
        BadInputException wrong = Assertions.assertThrows(BadInputException.class, () -> Deadline.of("tomorrow", now));
        assertEquals(
                "--deadline: must be a time from now such as 6h or 90m, or an instant such as 2026-11-23T06:00:00Z,"
                        + " was tomorrow",
                wrong.getMessage());
    }

    private static SimulatedProvider provider(Duration processing) throws IOException {
        return SimulatedProvider.start(ProviderOptions.of(7, World.MIXED)
                .withBatches(BatchOptions.defaults().withProcessing(processing)));
    }

    /** Six hours later as soon as so many batches are made. */
    private static Clock leaping(SimulatedProvider provider, int batches) {
        return new Clock() {
            @Override
            public Instant instant() {
                Instant now = Instant.now();
                return provider.batches() < batches ? now : now.plus(Duration.ofHours(6));
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private Command run(Clock clock, SimulatedProvider provider, String api, String deadline) throws IOException {
        return run(clock, provider, api, deadline, "{}", ITEMS);
    }

    private Command run(
            Clock clock, SimulatedProvider provider, String api, String deadline, String verifiers, int items)
            throws IOException {
        return run(clock, environment(provider, api, verifiers, "{}"), items, "--deadline", deadline);
    }

    private static Map<String, String> environment(
            SimulatedProvider provider, String api, String verifiers, String reuse) {
        return Map.of(
                "WEIGHBRIDGE_PROVIDERS",
                "{simulated: {base_url: '" + provider.baseUrl() + "', batch_discount: 0.5, api: " + api + "}}",
                "WEIGHBRIDGE_LIMITS",
                "{concurrency: 8, timeout: 20s, attempts: 4, batch_poll: 20ms}",
                "WEIGHBRIDGE_VERIFIERS",
                verifiers,
                "WEIGHBRIDGE_REUSE",
                reuse);
    }

    private Command run(Clock clock, Map<String, String> environment, int items, String option, String value)
            throws IOException {
        return Command.run(
                clock,
                environment,
                "",
                "run",
                "--json",
                option,
                value,
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(directory, items).toString(),
                "--lake",
                directory.resolve("lake").toString());
    }

    private Set<String> idsExactlyOnce(Command run) throws IOException {
        Set<String> ids = new HashSet<>();
        Path folder =
                directory.resolve("lake/runs").resolve(run.json().path("run_id").asText());
        for (String file : new String[] {"results.jsonl", "errors.jsonl"}) {
            for (JsonNode line : Command.lines(folder.resolve(file))) {
                assertTrue(ids.add(line.path("custom_id").asText()), line::toString);
            }
        }
        assertTrue(Files.exists(folder.resolve("manifest.json")));
        return ids;
    }
}
