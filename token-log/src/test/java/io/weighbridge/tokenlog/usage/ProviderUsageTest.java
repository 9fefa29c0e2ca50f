package io.weighbridge.tokenlog.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderUsageTest {
    @Test
    void openAiChatCountsCachedReasoningAndSoundInsideTheSums() {
        String answer = """
                {"usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
                "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":5,"audio_tokens":40,
                "cached_tokens_details":{"text_tokens":20,"audio_tokens":10}},
                "completion_tokens_details":{"reasoning_tokens":7,"audio_tokens":12}}}""";
        assertEquals(new Usage(100, 30, 5, 0, 50, 7).withAudio(40, 10, 12), of(answer));
    }

    @Test
    void soundThatDoesNotFitIntoTheUncachedInputMustHaveBeenCached() {
        String answer = """
                {"usage":{"prompt_tokens":100,"completion_tokens":0,
                "prompt_tokens_details":{"cached_tokens":90,"audio_tokens":40}}}""";
        assertEquals(new Usage(100, 90, 0, 0, 0, 0).withAudio(40, 30, 0), of(answer));
    }

    @Test
    void cachedTokensAreReadWhereEachProviderDocumentsThem() {
        Usage cached = new Usage(563, 512, 0, 0, 116, 0);
        for (String key : new String[] {
            "\"prompt_cache_hit_tokens\":512,\"prompt_cache_miss_tokens\":51",
            "\"cached_tokens\":512",
            "\"cached_prompt_text_tokens\":512",
            "\"cache_read_input_tokens\":512",
            "\"prompt_tokens_details\":{\"cached_tokens\":512},\"cached_tokens\":0"
        }) {
            assertEquals(cached, of("{\"usage\":{\"prompt_tokens\":563,\"completion_tokens\":116," + key + "}}"), key);
        }
        assertEquals(
                Usage.of(70, 12),
                of("{\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":12,\"num_cached_tokens\":69}}"),
                "charged in full");
    }

    @Test
    void reasoningThatTheTotalCountsApartIsPartOfTheOutput() {
        String usage = "{\"prompt_tokens\":19,\"completion_tokens\":1,\"total_tokens\":%d,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":204}}";
        assertEquals(new Usage(19, 0, 0, 0, 205, 204), of(usage.formatted(224)));
        assertEquals(ApiShape.XAI_CHAT, shapeOf(usage.formatted(224)));
        InvalidRecordException e = assertThrows(InvalidRecordException.class, () -> of(usage.formatted(20)));
        assertEquals("reasoning_tokens: must not exceed output tokens, was 204 > 1", e.getMessage());
    }

    @Test
    void anEmbeddingHasNoOutput() {
        assertEquals(Usage.of(8, 0), of("{\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"));
        assertNull(of("{\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}", ApiShape.OPENAI_CHAT));
    }

    @Test
    void responsesAndRealtimeIncludeCachedTokens() {
        assertEquals(
                new Usage(9703, 8576, 0, 0, 638, 576),
                of("{\"usage\":{\"input_tokens\":9703,\"input_tokens_details\":{\"cached_tokens\":8576},"
                        + "\"output_tokens\":638,\"output_tokens_details\":{\"reasoning_tokens\":576},"
                        + "\"total_tokens\":10341}}"));
        assertEquals(
                new Usage(120, 64, 0, 0, 40, 0).withAudio(50, 32, 30),
                of("{\"type\":\"response.done\",\"response\":{\"usage\":{\"input_tokens\":120,\"output_tokens\":40,"
                        + "\"total_tokens\":160,\"input_token_details\":{\"text_tokens\":70,\"audio_tokens\":50,"
                        + "\"cached_tokens\":64,\"cached_tokens_details\":{\"audio_tokens\":32}},"
                        + "\"output_token_details\":{\"text_tokens\":10,\"audio_tokens\":30}}}}"));
    }

    @Test
    void anthropicInputIsTheSumOfThreeCountsThatExcludeOneAnother() {
        String answer = """
                {"type":"message","usage":{"input_tokens":3,"cache_read_input_tokens":9511,
                "cache_creation_input_tokens":1956,"cache_creation":{"ephemeral_5m_input_tokens":1900,
                "ephemeral_1h_input_tokens":56},"output_tokens":44,"output_tokens_details":{"thinking_tokens":11},
                "server_tool_use":{"web_search_requests":2,"web_fetch_requests":1}}}""";
        assertEquals(new Usage(11470, 9511, 1900, 56, 44, 11).withWebSearches(2), of(answer));
        assertEquals(ApiShape.ANTHROPIC_MESSAGES, shapeOf(answer));
        assertEquals(
                new Usage(3, 0, 0, 0, 44, 0).withWebSearches(2), of(answer, ApiShape.OPENAI_RESPONSES), "as told to");
    }

    @Test
    void anthropicWritesWithoutALifetimeLiveFiveMinutes() {
        assertEquals(
                new Usage(30, 0, 20, 0, 1, 0),
                of("{\"input_tokens\":10,\"cache_creation_input_tokens\":20,\"cache_read_input_tokens\":null,"
                        + "\"output_tokens\":1}"));
        InvalidRecordException e = assertThrows(
                InvalidRecordException.class,
                () -> of("{\"input_tokens\":10,\"cache_creation_input_tokens\":5,\"output_tokens\":1,"
                        + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":6}}"));
        assertEquals("ephemeral_1h_input_tokens", e.field());
    }

    @Test
    void googleThoughtsAreOutputAndToolPromptsAreInput() {
        String answer = """
                {"usageMetadata":{"promptTokenCount":17,"cachedContentTokenCount":10,"candidatesTokenCount":201,
                "thoughtsTokenCount":213,"toolUsePromptTokenCount":119,"totalTokenCount":550,
                "promptTokensDetails":[{"modality":"TEXT","tokenCount":9},{"modality":"AUDIO","tokenCount":8}],
                "cacheTokensDetails":[{"modality":"AUDIO","tokenCount":6},{"modality":"TEXT","tokenCount":4}],
                "candidatesTokensDetails":[{"modality":"AUDIO","tokenCount":100}]}}""";
        assertEquals(new Usage(136, 10, 0, 0, 414, 213).withAudio(8, 6, 100), of(answer));
        assertEquals(
                new Usage(4, 0, 0, 0, 6, 1),
                of("{\"prompt_token_count\":4,\"candidates_token_count\":5,\"thoughts_token_count\":1}"));
        assertEquals(Usage.of(4, 0), of("{\"usageMetadata\":{\"promptTokenCount\":4}}"), "a 0 is not written");
    }

    @Test
    void bedrockInputIsTheSumOfThreeCountsThatExcludeOneAnother() {
        assertEquals(
                new Usage(160, 100, 30, 20, 7, 0),
                of(
                        "{\"usage\":{\"inputTokens\":10,\"outputTokens\":7,\"totalTokens\":167,"
                                + "\"cacheReadInputTokens\":100,\"cacheReadInputTokenCount\":100,\"cacheWriteInputTokens\":50,"
                                + "\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":20},{\"ttl\":\"5m\",\"inputTokens\":30}]}}"));
    }

    @Test
    void cohereChargesItsBilledUnits() {
        String answer = "{\"usage\":{\"billed_units\":{\"input_tokens\":5,\"output_tokens\":9},"
                + "\"tokens\":{\"input_tokens\":71,\"output_tokens\":12},\"cached_tokens\":64}}";
        assertEquals(Usage.of(5, 9), of(answer));
        assertEquals(new Usage(71, 64, 0, 0, 12, 0), of(answer, ApiShape.COHERE_TOKENS));
        assertEquals(Usage.of(3, 0), of("{\"meta\":{\"billed_units\":{\"input_tokens\":3}}}"));
    }

    @Test
    void whereThereIsNoUsageThereAreNoZeros() {
        for (String body : new String[] {
            "{}",
            "[]",
            "null",
            "7",
            "{\"usage\":null}",
            "{\"usage\":{}}",
            "{\"usage\":{\"cost\":1}}",
            "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null}}",
            "{\"choices\":[]}",
            "{\"tokens\":[1]}"
        }) {
            assertNull(of(body), body);
            for (ApiShape shape : ApiShape.values()) {
                assertNull(of(body, shape), shape + " " + body);
            }
        }
    }

    @Test
    void aCountThatIsNotAWholeNumberIsRefusedByName() {
        assertEquals(
                "usage.prompt_tokens: must be a whole number, was 1.5",
                messageOf("{\"usage\":{\"prompt_tokens\":1.5,\"completion_tokens\":1}}"));
        assertEquals(
                "usage.completion_tokens: must be from 0 to 1000000000, was -1",
                messageOf("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":-1}}"));
        assertEquals(
                "usage.prompt_tokens_details.cached_tokens: must be a whole number, was another value",
                messageOf("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":\"1\"}}}"));
        assertEquals(
                "cache_read_tokens: cached tokens must not exceed input tokens, was 2 > 1",
                messageOf("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2}}}"));
    }

    private static String messageOf(String json) {
        return String.valueOf(
                assertThrows(InvalidRecordException.class, () -> of(json)).getMessage());
    }

    private static @Nullable Usage of(String json) {
        return ProviderUsage.of(StrictJson.node(json, "answer"));
    }

    private static @Nullable Usage of(String json, ApiShape shape) {
        return ProviderUsage.of(StrictJson.node(json, "answer"), shape);
    }

    private static ApiShape shapeOf(String json) {
        return ProviderUsage.shapeOf(StrictJson.node(json, "answer")).orElseThrow();
    }
}
