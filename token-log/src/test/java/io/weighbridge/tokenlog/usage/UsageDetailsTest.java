package io.weighbridge.tokenlog.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageDetailsTest {
    @Test
    void theTotalTellsWhetherDetailsAreApart() {
        Usage usage = new Usage(179, 0, 0, 0, 99, 64);
        assertEquals(usage, of("{\"input\":179,\"output\":35,\"output_reasoning\":64,\"total\":278}"));
        assertEquals(usage, of("{\"input\":179,\"output\":99,\"output_reasoning\":64,\"total\":278}"));
        assertEquals(
                new Usage(6, 0, 0, 0, 2055, 1104),
                of("{\"total\":2061,\"input\":6,\"completion_details.reasoning\":1104,\"output\":2055}"));
        assertEquals(
                new Usage(100, 40, 0, 0, 30, 20),
                of("{\"prompt_token_count\":100,\"cached_content_token_count\":40,\"candidates_token_count\":10,"
                        + "\"thoughts_token_count\":20,\"total_token_count\":130}"));
    }

    @Test
    void withoutATotalTheNamesDecide() {
        assertEquals(
                new Usage(160, 100, 30, 20, 15, 5),
                of("{\"input\":10,\"input_cache_read\":100,\"input_cache_creation_5m\":30,"
                        + "\"input_cache_creation_1h\":20,\"output\":10,\"output_reasoning\":5}"));
        assertEquals(
                new Usage(110, 100, 0, 0, 10, 0), of("{\"input\":10,\"cache_read_input_tokens\":100,\"output\":10}"));
        assertEquals(
                new Usage(110, 100, 0, 0, 10, 5),
                of(
                        "{\"input\":110,\"prompt_details.cache_read\":100,\"output\":10,\"completion_details.reasoning\":5}"));
    }

    @Test
    void soundIsCountedOnce() {
        assertEquals(
                new Usage(100, 30, 0, 0, 12, 0).withAudio(60, 20, 4),
                of("{\"input_text_tokens\":30,\"input_cached_text_tokens\":10,\"input_audio_tokens\":40,"
                        + "\"input_cached_audio_tokens\":20,\"output_text_tokens\":8,\"output_audio_tokens\":4}"));
    }

    @Test
    void oneCountUnderTwoNamesIsOneCount() {
        assertEquals(
                new Usage(30, 20, 0, 0, 1, 0),
                of("{\"input\":10,\"input_cache_read\":20,\"input_cached_tokens\":20,\"output\":1}"));
    }

    @Test
    void unknownNamesCountNothing() {
        assertNull(of("{\"requests\":3,\"total\":9}"));
        assertNull(of("{}"));
        assertNull(of("[1]"));
    }

    @Test
    void badNumbersAreRefusedByName() {
        InvalidRecordException e =
                assertThrows(InvalidRecordException.class, () -> of("{\"input\":1,\"output_reasoning\":-3}"));
        assertEquals("output_reasoning: must be from 0 to 1000000000, was -3", e.getMessage());
    }

    private static @Nullable Usage of(String json) {
        return ProviderUsage.ofDetails(StrictJson.node(json, "usage details"));
    }
}
