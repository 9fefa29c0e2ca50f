package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.PricingStatus;
import io.weighbridge.tokenlog.Spend;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What users of other tools reported as wrong cost, each with the report it comes from. The expected figures are tokens
 * times the list prices of the built-in book, worked out by hand.
 */
class KnownComplaintsTest {
    private static final CallPricer PRICER = new CallPricer(PriceBook.builtIn());

    /** BerriAI/litellm#37923 */
    @Test
    void aStreamedCallThatWasNotMeteredIsMissingItsUsageAndNotFree() throws IOException {
        Spend spend = spend(liteLlm("claude-sonnet-4-5", 0, 0, "0", "{}"));
        assertEquals(Spend.Basis.USAGE_MISSING, spend.basis());
        assertNull(spend.amount());
    }

    /** BerriAI/litellm#35914 */
    @Test
    void aModelThatNoPriceListKnowsIsUnpricedAndBoundedAndNotFree() throws IOException {
        Spend spend = spend(liteLlm("our-own-finetune", 1000, 1000, "0", "{}"));
        assertEquals(Spend.Basis.UNPRICED, spend.basis());
        assertNotEquals(Usd.ZERO, spend.high());
    }

    /** BerriAI/litellm#6215, #9812, #11364 */
    @Test
    void cachedTokensArePricedOnceAndAtTheirOwnRate() throws IOException {
        CanonicalCall call = liteLlm(
                "gpt-5", 1000, 100, "0", "{\"usage_object\":{\"prompt_tokens_details\":{\"cached_tokens\":800}}}");
        assertEquals(new Usage(1000, 800, 0, 0, 100, 0), call.usage());
        assertCost("0.001350000000", call, "200 × 1.25 + 800 × 0.125 + 100 × 10, per million");
    }

    @Test
    void aWriteToTheHourCacheCostsMoreThanOneToTheFiveMinuteCache() throws IOException {
        String fiveMinutes = "{\"usage_object\":{\"cache_creation_input_tokens\":1000}}";
        String oneHour = "{\"usage_object\":{\"cache_creation_input_tokens\":1000,\"prompt_tokens_details\":"
                + "{\"cache_creation_token_details\":{\"ephemeral_1h_input_tokens\":1000}}}}";
        assertCost("0.003750000000", liteLlm("claude-sonnet-4-5", 1000, 0, "0", fiveMinutes), "1000 × 3.75");
        assertCost("0.006000000000", liteLlm("claude-sonnet-4-5", 1000, 0, "0", oneHour), "1000 × 6");
    }

    /** langfuse/langfuse#16508 */
    @Test
    void reasoningIsPricedOnceAsOutputWhereverTheLogPutsIt() throws IOException {
        String expected = "0.000990000000";
        assertCost(
                expected,
                langfuse("{\"input\":40,\"output\":30,\"total\":134,\"output_reasoning\":64}"),
                "40 × 1.25 + 94 × 10");
        assertCost(
                expected,
                langfuse("{\"input\":40,\"output\":94,\"total\":134,\"completion_details.reasoning\":64}"),
                "40 × 1.25 + 94 × 10");
    }

    /** langfuse/langfuse#8482 */
    @Test
    void aPromptAboveTheThresholdIsPricedByItsTier() throws IOException {
        assertCost("0.600000000000", liteLlm("claude-sonnet-4-5", 200_000, 0, "0", "{}"), "200,000 × 3");
        assertCost("1.200006000000", liteLlm("claude-sonnet-4-5", 200_001, 0, "0", "{}"), "200,001 × 6");
    }

    /** BerriAI/litellm#39980 */
    @Test
    void theBatchDiscountIsTakenOnce() throws IOException {
        String line =
                "{\"id\":\"b\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"created\":1790841600,"
                        + "\"model\":\"gpt-5\",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}},\"error\":null}";
        assertCost("0.001125000000", only("openai-batch", line), "half of 1000 × 1.25 + 100 × 10");
    }

    /** BerriAI/litellm#15945 */
    @Test
    void inputIsTheSameWhetherTheProviderCountsCachedTokensInsideOrBeside() throws IOException {
        String inside =
                "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":1,\"prompt_tokens_details\":"
                        + "{\"cached_tokens\":800}}}";
        String beside =
                "{\"model\":\"m\",\"usage\":{\"input_tokens\":200,\"cache_read_input_tokens\":800,\"output_tokens\":1}}";
        String bedrock =
                "{\"model\":\"m\",\"usage\":{\"inputTokens\":200,\"cacheReadInputTokens\":800,\"outputTokens\":1}}";
        Usage expected = new Usage(1000, 800, 0, 0, 1, 0);
        for (String answer : List.of(inside, beside, bedrock)) {
            assertEquals(
                    expected,
                    only("provider-usage", "{\"created\":1790841600," + answer.substring(1))
                            .usage());
        }
    }

    /** BerriAI/litellm#31835 */
    @Test
    void aCallIsPricedAtThePriceOfItsDay() throws IOException {
        CanonicalCall before = liteLlm("o3", 1000, 0, "0", "{}", "2025-06-09 23:59:59");
        CanonicalCall after = liteLlm("o3", 1000, 0, "0", "{}", "2025-06-10 00:00:00");
        assertCost("0.010000000000", before, "1000 × 10");
        assertCost("0.002000000000", after, "1000 × 2");
    }

    /** BerriAI/litellm#30667 */
    @Test
    void everyAttemptCountsOnceAndAFallbackIsACallOfTheModelThatAnswered() throws IOException {
        String failed =
                row("a1", "gpt-5", 1000, 50, "0", "{}", "2026-10-01 08:00:00").replace("success", "failure");
        String unmetered =
                row("a2", "gpt-5", 0, 0, "0", "{}", "2026-10-01 08:00:01").replace("success", "failure");
        String fallback = row("a3", "gpt-5-mini", 1000, 50, "0", "{}", "2026-10-01 08:00:02");
        List<CanonicalCall> calls = calls("litellm", failed + "\n" + unmetered + "\n" + fallback);
        assertEquals(
                List.of("a1", "a2", "a3"),
                calls.stream().map(CanonicalCall::callId).toList());
        assertCost("0.001750000000", calls.get(0), "tokens of a failed attempt were used: 1000 × 1.25 + 50 × 10");
        assertCost("0.000000000000", calls.get(1), "nothing was used");
        assertCost("0.000350000000", calls.get(2), "1000 × 0.25 + 50 × 2");
    }

    /** bespokelabsai/curator#226, #296 */
    @Test
    void aBatchIsReadWholeInAnyOrderAndAPartOfItIsSeenToBeOne() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            lines.add(
                    ("{\"id\":\"b%d\",\"custom_id\":\"c%d\",\"response\":{\"status_code\":200,\"body\":{\"created\":1790841600,"
                                    + "\"model\":\"gpt-5\",\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":1}}},\"error\":null}")
                            .formatted(i, i, 100 + i));
        }
        Usd inOrder = total(calls("openai-batch", String.join("\n", lines)));
        Collections.shuffle(lines, new Random(1));
        assertEquals(inOrder, total(calls("openai-batch", String.join("\n", lines))));

        String cut = String.join("\n", lines).substring(0, 5_000);
        List<Reading> part = Logs.read("openai-batch", Logs.source("log", cut), ReadOptions.defaults());
        assertEquals(1, Logs.rejections(part).size(), "the line that breaks off is reported");
    }

    private static Usd total(List<CanonicalCall> calls) {
        Usd sum = Usd.ZERO;
        for (CanonicalCall call : calls) {
            Usd cost = PRICER.cost(call).total();
            sum = cost == null ? sum : sum.plus(cost);
        }
        return sum;
    }

    private static void assertCost(String expected, CanonicalCall call, String why) {
        assertEquals(PricingStatus.PRICED, PRICER.cost(call).status());
        assertEquals(expected, String.valueOf(PRICER.cost(call).total()), why);
    }

    private static Spend spend(CanonicalCall call) {
        return PRICER.spend(call);
    }

    private static CanonicalCall langfuse(String usageDetails) throws IOException {
        return only(
                "langfuse",
                "{\"id\":\"g\",\"traceId\":\"t\",\"type\":\"GENERATION\",\"startTime\":\"2026-10-01T08:00:00Z\",\"model\":\"gpt-5\","
                        + "\"usageDetails\":" + usageDetails + "}");
    }

    private static CanonicalCall liteLlm(String model, long input, long output, String spend, String metadata)
            throws IOException {
        return liteLlm(model, input, output, spend, metadata, "2026-10-01 08:00:00");
    }

    private static CanonicalCall liteLlm(
            String model, long input, long output, String spend, String metadata, String start) throws IOException {
        return only("litellm", row("r1", model, input, output, spend, metadata, start));
    }

    private static String row(
            String id, String model, long input, long output, String spend, String metadata, String start) {
        return ("{\"request_id\":\"%s\",\"startTime\":\"%s\",\"model\":\"%s\",\"spend\":%s,\"prompt_tokens\":%d,"
                        + "\"completion_tokens\":%d,\"status\":\"success\",\"metadata\":%s}")
                .formatted(id, start, model, spend, input, output, metadata);
    }

    private static CanonicalCall only(String format, String row) throws IOException {
        List<CanonicalCall> calls = calls(format, row);
        assertEquals(1, calls.size());
        return calls.get(0);
    }

    private static List<CanonicalCall> calls(String format, String log) throws IOException {
        List<Reading> readings = Logs.read(format, Logs.source("log", log), ReadOptions.defaults());
        assertEquals(List.of(), Logs.rejections(readings));
        return readings.stream()
                .map(reading -> ((Reading.OfCall) reading).call())
                .toList();
    }
}
