package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalCallJsonTest {
    private static final String BARE = "{\"format\":\"weighbridge-call/1\",\"source\":\"test\",\"call_id\":\"call-1\","
            + "\"occurred_at\":\"2026-10-31T07:35:00.739725Z\",\"requested_model\":\"gpt-4.1\",\"status\":\"ok\"";

    @Test
    void callsAreWrittenAsTheGoldenFileSays() throws IOException {
        String lines = CanonicalCallJson.toJson(Calls.full()) + "\n" + CanonicalCallJson.toJson(Calls.bare()) + "\n"
                + CanonicalCallJson.toJson(Calls.failure()) + "\n";
        GoldenFile.assertWrittenAs("calls.jsonl", lines);
    }

    @Test
    void theGoldenFileIsReadBackAsTheSameCalls() throws IOException {
        String[] lines = GoldenFile.read("calls.jsonl").split("\n", -1);
        assertEquals(Calls.full(), CanonicalCallJson.fromJson(lines[0]));
        assertEquals(Calls.bare(), CanonicalCallJson.fromJson(lines[1]));
        assertEquals(Calls.failure(), CanonicalCallJson.fromJson(lines[2]));
    }

    @Test
    void whatIsAbsentStaysAbsent() {
        CanonicalCall call = CanonicalCallJson.fromJson(BARE + "}");
        assertEquals(Calls.bare(), call);
        assertEquals(null, call.usage());
        assertEquals(null, call.billedCost());
    }

    @Test
    void labelsAreInTheOrderOfTheirNamesWhateverOrderTheyCameIn() {
        CanonicalCall call =
                CanonicalCallJson.fromJson(BARE + ",\"labels\":{\"c\":\"1\",\"a\":\"2\",\"d\":\"3\",\"b\":\"4\"}}");
        assertEquals("[a, b, c, d]", call.request().labels().keySet().toString());
    }

    @Test
    void anotherVersionIsRefusedByName() {
        assertRefused(BARE.replace("call/1", "call/3") + "}", "Unsupported call format 3; this build reads 1");
        assertRefused(
                BARE.replace("weighbridge-call/1", "openai") + "}",
                "format: must be \"weighbridge-call/1\", was openai");
        assertRefused("{}", "format: is required, was absent");
    }

    @Test
    void textThatIsNotJsonIsRefusedWithoutQuotingIt() {
        String message = refusal("{\"format\":\"weighbridge-call/1\",\"prompt\":\"my secret\" oops}");
        assertEquals("call: must be JSON, was broken at line 1 column 53", message);
        assertFalse(refusal("my secret").contains("secret"));
        assertRefused("", "call: must be JSON, was empty");
        assertRefused("[1]", "call: must be a JSON object, was an array");
        assertEquals("call: must be JSON, was broken at line 1 column " + (BARE.length() + 3), refusal(BARE + "} {"));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertRefused(BARE.replace("\"call_id\":\"call-1\",", "") + "}", "call_id: is required, was absent");
        assertRefused(
                BARE.replace("\"occurred_at\":\"2026-10-31T07:35:00.739725Z\",", "") + "}",
                "occurred_at: is required, was absent");
        assertRefused(BARE + ",\"input_tokens\":5}", "output_tokens: is required, was absent");
        assertRefused(BARE + ",\"decision\":{\"policy_id\":\"p\"}}", "decision.chosen_model: is required, was absent");
    }

    @Test
    void aWrongKindOfValueIsNamedButNotQuoted() {
        assertRefused(BARE + ",\"prompt\":7}", "prompt: must be a string, was a number");
        assertRefused(BARE + ",\"task\":null}", "task: must be a string, was null");
        assertRefused(BARE + ",\"latency_ms\":\"my secret\"}", "latency_ms: must be a whole number, was a string");
        assertRefused(BARE + ",\"latency_ms\":1.5}", "latency_ms: must be a whole number, was a number");
        assertRefused(BARE + ",\"labels\":{\"a\":1}}", "labels: must have string values only, was a number");
    }

    @Test
    void impossibleTokensAreRefused() {
        assertRefused(BARE + ",\"input_tokens\":-1,\"output_tokens\":1}", "input_tokens: must not be negative, was -1");
        assertRefused(
                BARE + ",\"input_tokens\":512,\"cache_read_tokens\":900,\"output_tokens\":1}",
                "cache_read_tokens: cached tokens must not exceed input tokens, was 900 > 512");
        assertRefused(
                BARE + ",\"input_tokens\":9223372036854775807,\"output_tokens\":1}",
                "input_tokens: must be at most 1000000000 tokens, was 9223372036854775807");
        assertRefused(
                BARE + ",\"input_tokens\":92233720368547758070,\"output_tokens\":1}",
                "input_tokens: must fit 64 bits, was 92233720368547758070");
    }

    @Test
    void moneyAndTimeAreChecked() {
        assertRefused(
                BARE + ",\"billed_cost_usd\":\"-0.1\"}", "billed_cost_usd: must not be negative, was -0.100000000000");
        assertRefused(BARE + ",\"billed_cost_usd\":0.1}", "billed_cost_usd: must be a string, was a number");
        assertRefused(BARE + ",\"billed_cost_usd\":\"1e999\"}", "billed_cost_usd: must be a decimal number, was 1e999");
        assertRefused(
                BARE + ",\"billed_cost_usd\":\"9300000\"}",
                "billed_cost_usd: must be below 9.2 million USD, was 9300000");
        assertRefused(
                BARE.replace("2026-10-31T07:35:00.739725Z", "31/10/2026") + "}",
                "occurred_at: must be an ISO-8601 time such as 2026-10-31T07:35:00Z, was 31/10/2026");
        assertRefused(
                BARE.replace("2026-10-31", "1970-01-01") + "}",
                "occurred_at: must lie in the years 2000 to 2199, was 1970-01-01T07:35:00.739725Z");
    }

    @Test
    void unknownAndRepeatedKeysAreRefused() {
        assertRefused(BARE + ",\"tokens\":5}", "tokens: is not a field of this format, was present");
        assertEquals(
                "call: must be JSON",
                refusal(BARE + ",\"status\":\"error\"}").substring(0, "call: must be JSON".length()));
    }

    @Test
    void longValuesAreCutInMessages() {
        String message = refusal(BARE.replace("\"ok\"", "\"" + "x".repeat(500) + "\"") + "}");
        assertEquals("status: must be \"ok\" or \"error\", was " + "x".repeat(80) + "…", message);
    }

    @Test
    void anUnpairedSurrogateIsWrittenAsAReplacementCharacter() {
        Request request = new Request(null, "m", null, "a\ud800b", null, null, null, Map.of());
        CanonicalCall call = Calls.of(request, Response.ok(), null, null);
        CanonicalCall back = CanonicalCallJson.fromJson(CanonicalCallJson.toJson(call));
        assertEquals("a\ufffdb", back.request().prompt());
    }

    private static void assertRefused(String line, String message) {
        assertEquals(message, refusal(line));
    }

    private static String refusal(String line) {
        return String.valueOf(assertThrows(InvalidRecordException.class, () -> CanonicalCallJson.fromJson(line))
                .getMessage());
    }
}
