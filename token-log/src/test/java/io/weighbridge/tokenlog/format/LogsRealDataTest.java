package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Spend;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class LogsRealDataTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));
    private static final Path MAPPING =
            Path.of(System.getProperty("weighbridge.root", ""), "token-log", "mappings", "tau2-calls.json");

    @Test
    void theTau2CallLogIsReadWholeAndItsSpendIsTheFilesToTheCent() throws IOException {
        List<CanonicalCall> calls = tau2Calls();
        assertEquals(2_564, calls.size());
        assertEquals(2_564, calls.stream().map(CanonicalCall::callId).distinct().count());
        CallPricer pricer = new CallPricer(PriceBook.builtIn());
        Map<Spend.Basis, Integer> bases = new EnumMap<>(Spend.Basis.class);
        Usd spent = Usd.ZERO;
        Usd high = Usd.ZERO;
        for (CanonicalCall call : calls) {
            Spend spend = pricer.spend(call);
            bases.merge(spend.basis(), 1, Integer::sum);
            spent = spend.amount() == null ? spent : spent.plus(spend.amount());
            high = high.plus(Objects.requireNonNull(spend.high()));
        }
        assertEquals("35.961749086000", spent.toString());
        assertEquals(Map.of(Spend.Basis.BILLED, 2_432, Spend.Basis.UNPRICED, 132), bases);
        assertTrue(high.compareTo(spent) > 0);
    }

    /** The log does not say which tokens came from a cache, so the computed cost is an upper bound of the billed one. */
    @Test
    void theBookExplainsEveryBilledCallOfTheTau2LogByAWholeNumberOfCachedTokens() throws IOException {
        CallPricer pricer = new CallPricer(PriceBook.builtIn());
        Map<String, Usd> billed = new TreeMap<>();
        Map<String, Usd> computed = new TreeMap<>();
        for (CanonicalCall call : tau2Calls()) {
            Usd cost = pricer.cost(call).total();
            if (cost == null) {
                assertEquals("openai/gpt-oss-120b", call.model());
                continue;
            }
            Usd bill = Objects.requireNonNull(call.billedCost());
            String model = call.request().requestedModel();
            billed.merge(model, bill, Usd::plus);
            computed.merge(model, cost, Usd::plus);
            assertExplainedByCaching(call, cost.minus(bill));
        }
        assertEquals("18.330965000000", String.valueOf(billed.get("claude-opus-4-6")));
        for (String uncached : List.of("claude-opus-4-6", "claude-sonnet-4-5", "claude-sonnet-4-6")) {
            assertEquals(billed.get(uncached), computed.get(uncached), uncached);
        }
        assertEquals("1.466704000000", String.valueOf(billed.get("gpt-4.1")));
        assertEquals("2.042704000000", String.valueOf(computed.get("gpt-4.1")));
    }

    @Test
    void theRouteLlmAndMmluProSetsAreReadWholeWithTheirPrompts() throws IOException {
        assertEquals(
                new Counts(28_074, 10, 0), outcomes("routellm/mmlu_prompts.jsonl.gz", "routellm/mmlu_outcomes.csv.gz"));
        assertEquals(
                new Counts(2_614, 24, 0),
                outcomes("routellm/gsm8k_prompts.jsonl.gz", "routellm/gsm8k_outcomes.csv.gz"));
        assertEquals(
                new Counts(288, 32, 0),
                outcomes("routellm/mt_bench_prompts.jsonl.gz", "routellm/mt_bench_outcomes.csv.gz"));
        assertEquals(new Counts(167_531, 0, 0), outcomes("mmlu_pro/prompts.jsonl.gz", "mmlu_pro/outcomes.csv.gz"));
    }

    @Test
    void theOtherOutcomeSetsAreReadWhole() throws IOException {
        assertEquals(
                new Counts(56_717, 0, 0), outcomes("zeroeval_gsm/prompts.jsonl.gz", "zeroeval_gsm/outcomes.csv.gz"));
        assertEquals(
                new Counts(15_908, 0, 0),
                outcomes("zeroeval_math_l5/prompts.jsonl.gz", "zeroeval_math_l5/outcomes.csv.gz"));
        assertEquals(new Counts(21_892, 0, 0), outcomes("alpaca_eval/prompts.jsonl.gz", "alpaca_eval/outcomes.csv.gz"));
        assertEquals(new Counts(167, 0, 167), outcomes(null, "tau2_bench/outcomes.csv.gz"));
    }

    @Test
    void theLiteLlmPayloadIsOneCallWithItsBill() throws IOException {
        LogInput input = LogInput.of(LogSource.of(DATA.resolve("log_fixtures/litellm_spend_logs_payload.json")));
        FormatDetection detection = FormatDetection.of(input, ReadOptions.defaults());
        assertEquals("litellm", detection.format().name());
        try (Readings readings = detection.format().open(input, ReadOptions.defaults())) {
            CanonicalCall call = ((Reading.OfCall) readings.next()).call();
            assertEquals("chatcmpl-2283081b-dc89-41f6-93e6-d4f914774027", call.callId());
            assertEquals("gpt-4o", call.model());
            assertEquals("2025-01-24T09:20:46.847371Z", call.occurredAt().toString());
            assertEquals("0.000225000000", String.valueOf(call.billedCost()));
            assertEquals(
                    "0.000225000000",
                    String.valueOf(
                            new CallPricer(PriceBook.builtIn()).cost(call).total()));
            assertTrue(!readings.hasNext());
        }
    }

    private record Counts(int accepted, int contaminated, int withoutPrompt) {}

    private static Counts outcomes(@org.jspecify.annotations.Nullable String prompts, String outcomes)
            throws IOException {
        List<LogSource> files = new ArrayList<>(List.of(LogSource.of(DATA.resolve(outcomes))));
        if (prompts != null) {
            files.add(LogSource.of(DATA.resolve(prompts)));
        }
        LogInput input = LogInputs.group(files).get(0);
        FormatDetection detection = FormatDetection.of(input, ReadOptions.defaults());
        assertEquals("outcomes", detection.format().name());
        int accepted = 0;
        int contaminated = 0;
        int withoutPrompt = 0;
        Set<String> rowIds = new HashSet<>();
        try (Readings readings = detection.format().open(input, ReadOptions.defaults())) {
            while (readings.hasNext()) {
                Reading reading = readings.next();
                if (reading instanceof Reading.OfOutcome outcome) {
                    accepted++;
                    withoutPrompt += outcome.outcome().prompt() == null ? 1 : 0;
                    assertTrue(rowIds.add(outcome.rowId()), outcome.rowId());
                } else {
                    assertEquals("contaminated", ((Reading.Rejected) reading).field());
                    contaminated++;
                }
            }
            assertEquals(accepted + contaminated, readings.rowsRead());
        }
        return new Counts(accepted, contaminated, withoutPrompt);
    }

    private static void assertExplainedByCaching(CanonicalCall call, Usd saved) {
        long perCachedToken =
                PICODOLLARS_SAVED_PER_CACHED_TOKEN.getOrDefault(call.request().requestedModel(), 0L);
        if (perCachedToken == 0) {
            assertEquals(Usd.ZERO, saved, call.callId());
            return;
        }
        long cached = saved.picodollars() / perCachedToken;
        assertEquals(saved.picodollars(), cached * perCachedToken, call.callId());
        assertTrue(cached >= 0 && cached <= Objects.requireNonNull(call.usage()).inputTokens(), call.callId());
    }

    /** Input price less cache-read price. */
    private static final Map<String, Long> PICODOLLARS_SAVED_PER_CACHED_TOKEN = Map.of(
            "gpt-4.1", 1_500_000L,
            "o3", 1_500_000L,
            "gpt-5.4", 2_250_000L,
            "xai/grok-3", 2_250_000L,
            "azure/gpt-4o-2024-11-20", 1_500_000L,
            "deepseek/deepseek-chat", 252_000L);

    private static List<CanonicalCall> tau2Calls() throws IOException {
        CsvMapping mapping = CsvMapping.of("tau2-calls.json", new ObjectMapper().readTree(MAPPING.toFile()));
        ReadOptions options = ReadOptions.defaults().withMapping(mapping);
        LogInput input = LogInput.of(LogSource.of(DATA.resolve("tau2_bench/calls.csv.gz")));
        FormatDetection detection = FormatDetection.of(input, options);
        assertEquals("csv", detection.format().name());
        List<CanonicalCall> calls = new ArrayList<>();
        try (Readings readings = detection.format().open(input, options)) {
            readings.forEachRemaining(reading -> calls.add(((Reading.OfCall) reading).call()));
            assertEquals(calls.size(), readings.rowsRead());
        }
        return calls;
    }
}
