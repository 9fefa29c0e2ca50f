package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Spend;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiteLlmFormatTest {
    private static final String ROW = "{\"request_id\":\"r1\",\"startTime\":\"2025-01-24 09:20:46.847371\","
            + "\"endTime\":\"2025-01-24T09:20:47.847371Z\",\"completionStartTime\":\"2025-01-24T09:20:47+00:00\","
            + "\"model\":\"gpt-4.1\",\"custom_llm_provider\":\"openai\",\"team_id\":\"team-7\",\"spend\":0.000994,"
            + "\"prompt_tokens\":417,\"completion_tokens\":20,\"total_tokens\":437,\"status\":\"success\"}";

    @Test
    void aRowBecomesACall() throws IOException {
        CanonicalCall call = only(ROW);
        assertEquals("litellm", call.source());
        assertEquals("r1", call.callId());
        assertEquals("2025-01-24T09:20:46.847371Z", call.occurredAt().toString(), "a time without a zone is UTC");
        assertEquals("team-7", call.attribution().team());
        assertEquals("openai", call.request().provider());
        assertEquals(Usage.of(417, 20), call.usage());
        assertEquals("0.000994000000", String.valueOf(call.billedCost()));
        assertEquals(1000L, call.response().latencyMillis());
        assertEquals(152L, call.response().timeToFirstTokenMillis());
    }

    @Test
    void rowsComeAsLinesAsAnArrayOrAsOneObjectOverSeveralLines() throws IOException {
        String second = ROW.replace("r1", "r2");
        assertEquals(List.of("r1", "r2"), ids(ROW + "\n" + second + "\n"));
        assertEquals(List.of("r1", "r2"), ids("[" + ROW + ",\n" + second + "]"));
        assertEquals(List.of("r1"), ids(ROW.replace(",\"", ",\n  \"").replace("{\"", "{\n  \"")));
        assertEquals(List.of("r1"), ids("[" + ROW.replace(",\"", ",\n  \"") + "\n]\n"));
        assertEquals(List.of(), ids("[]"));
    }

    @Test
    void cacheAndReasoningDetailIsInTheUsageObject() throws IOException {
        String metadata = "{\"usage_object\":{\"prompt_tokens_details\":{\"cached_tokens\":100,"
                + "\"cache_creation_token_details\":{\"ephemeral_1h_input_tokens\":30}},"
                + "\"cache_creation_input_tokens\":50,\"completion_tokens_details\":{\"reasoning_tokens\":8}}}";
        Usage expected = new Usage(417, 100, 20, 30, 20, 8);
        assertEquals(expected, only(with("\"metadata\":" + metadata)).usage());
        String asText = metadata.replace("\"", "\\\"");
        assertEquals(expected, only(with("\"metadata\":\"" + asText + "\"")).usage(), "JSON columns may be strings");
    }

    @Test
    void olderVersionsHaveCacheDetailInAdditionalUsageValues() throws IOException {
        String metadata =
                "{\"additional_usage_values\":{\"cache_read_input_tokens\":40,\"cache_creation_input_tokens\":60}}";
        assertEquals(
                new Usage(417, 40, 60, 0, 20, 0),
                only(with("\"metadata\":" + metadata)).usage());
    }

    @Test
    void aRowReachedThroughFallbacksSaysWhatWasAskedForAndWhichAttemptItIs() throws IOException {
        CanonicalCall call = only(with("\"model_group\":\"gpt-4.1\",\"metadata\":{\"attempted_fallbacks\":2,"
                + "\"original_model_group\":\"claude-sonnet-4-5\"}"));
        assertEquals(3, call.response().attempt());
        assertEquals("claude-sonnet-4-5", call.request().requestedModel());
        assertEquals("gpt-4.1", call.model());
        assertEquals(1, only(ROW).response().attempt());
        assertEquals(
                1,
                only(with("\"metadata\":{\"attempted_fallbacks\":null}"))
                        .response()
                        .attempt());
    }

    @Test
    void aStreamThatWasNotMeteredHasNoUsageAndItsZeroIsNotABill() throws IOException {
        CanonicalCall call =
                only(ROW.replace(":417", ":0").replace(":20,", ":0,").replace("0.000994", "0.0"));
        assertNull(call.usage());
        assertEquals(
                Spend.Basis.USAGE_MISSING,
                new CallPricer(PriceBook.builtIn()).spend(call).basis());
    }

    @Test
    void aFailureIsAnErrorOfKnownCost() throws IOException {
        CanonicalCall call = only(with("\"metadata\":{\"error_information\":{\"error_class\":\"RateLimitError\","
                        + "\"error_message\":\"my secret\"}}")
                .replace("success", "failure")
                .replace(":417", ":0")
                .replace(":20,", ":0,")
                .replace("0.000994", "0"));
        assertEquals("error", call.response().status());
        assertEquals("RateLimitError", call.response().error());
        assertEquals(
                Spend.Basis.BILLED,
                new CallPricer(PriceBook.builtIn()).spend(call).basis());
    }

    @Test
    void theModelAskedForIsTheGroupAndTheModelThatAnsweredIsTheModel() throws IOException {
        CanonicalCall call = only(with("\"model_group\":\"chat-default\""));
        assertEquals("chat-default", call.request().requestedModel());
        assertEquals("gpt-4.1", call.model());
    }

    @Test
    void promptAnswerTagsAndOwnMetadataAreRead() throws IOException {
        CanonicalCall call = only(with("\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                + "\"response\":{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"hello\"}}]},"
                + "\"request_tags\":\"[\\\"prod\\\",\\\"bill\\\"]\",\"call_type\":\"acompletion\","
                + "\"metadata\":{\"spend_logs_metadata\":{\"task\":\"triage\"},\"user_api_key_alias\":\"bill-bot\"}"));
        assertEquals("hi", call.request().prompt());
        assertEquals("hello", call.response().text());
        assertEquals("stop", call.response().finishReason());
        assertEquals("bill-bot", call.attribution().application());
        assertEquals(
                Map.of("request_tags", "prod,bill", "call_type", "acompletion", "task", "triage"),
                call.request().labels());
    }

    @Test
    void badRowsAreNamedAndGoodOnesKept() throws IOException {
        String cached = "\"metadata\":{\"usage_object\":{\"prompt_tokens_details\":{\"cached_tokens\":900}}}";
        List<Reading> readings = read(ROW + "\n"
                + with(cached) + "\n"
                + ROW.replace("\"startTime\":\"2025-01-24 09:20:46.847371\",", "") + "\n"
                + ROW.replace(":417", ":-417") + "\n"
                + with("\"metadata\":\"{my secret\"") + "\n"
                + "nonsense\n"
                + ROW.replace("success", "maybe") + "\n"
                + ROW.replace("r1", "r9") + "\n");
        assertEquals(List.of("r1", "r9"), Logs.callIds(readings));
        assertEquals(
                List.of(
                        "l.json:2: cache_read_tokens: cached tokens must not exceed input tokens, was 900 > 417",
                        "l.json:3: startTime: is required, was absent",
                        "l.json:4: usage.prompt_tokens: must be from 0 to 1000000000, was -417",
                        "l.json:5: metadata: must be JSON, was broken at line 1 column 2",
                        "l.json:6: row: must be JSON, was broken at line 1 column 1",
                        "l.json:7: status: must be \"success\" or \"failure\", was maybe"),
                Logs.rejections(readings));
    }

    @Test
    void anArrayThatBreaksOffKeepsTheRowsBeforeAndSaysWhereItEnded() throws IOException {
        List<Reading> readings = read("[" + ROW + ",\n7,\n" + ROW.replace("r1", "r2") + ",\n{\"request_id\":\"r3\",");
        assertEquals(List.of("r1", "r2"), Logs.callIds(readings));
        assertEquals(
                List.of(
                        "l.json:2: row: must be a JSON object, was another value",
                        "l.json:4: file: must be JSON to its end; nothing after this place was read, was broken JSON"),
                Logs.rejections(readings));
    }

    @Test
    void aRowWithoutAnIdGetsOneOfItsContent() throws IOException {
        String anonymous = ROW.replace("\"request_id\":\"r1\",", "\"request_id\":\"\",");
        List<String> ids = ids(anonymous + "\n" + anonymous + "\n");
        assertEquals(2, ids.stream().distinct().count());
        assertEquals(ids, ids(anonymous + "\n" + anonymous + "\n"));
    }

    private static String with(String field) {
        return ROW.substring(0, ROW.length() - 1) + "," + field + "}";
    }

    private static CanonicalCall only(String row) throws IOException {
        List<Reading> readings = read(row);
        assertEquals(List.of(), Logs.rejections(readings));
        return ((Reading.OfCall) readings.get(0)).call();
    }

    private static List<String> ids(String content) throws IOException {
        List<Reading> readings = read(content);
        assertEquals(List.of(), Logs.rejections(readings));
        return Logs.callIds(readings);
    }

    private static List<Reading> read(String content) throws IOException {
        return Logs.read("litellm", Logs.source("l.json", content), ReadOptions.defaults());
    }
}
