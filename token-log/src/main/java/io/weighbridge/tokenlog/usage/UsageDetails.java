package io.weighbridge.tokenlog.usage;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts by name, as Langfuse ({@code usageDetails}), LiteLLM and similar tools store them. The names do not tell whether
 * {@code input} contains the cached tokens and {@code output} the reasoning ones; the total does: of the four readings the
 * one is taken whose sum is the total. Where several are or there is no total, details are apart, as Langfuse documents
 * ("usage types must be mutually exclusive"), unless the names are of a source that includes them: Langfuse's
 * {@code prompt_details.*} and {@code completion_details.*}, OpenAI's {@code prompt_tokens} and Google's
 * {@code prompt_token_count} with its cached content.
 */
final class UsageDetails {
    private enum Part {
        INPUT,
        TEXT_INPUT,
        OUTPUT,
        TEXT_OUTPUT,
        TOTAL,
        CACHE_READ,
        CACHE_WRITE,
        CACHE_WRITE_5M,
        CACHE_WRITE_1H,
        REASONING,
        AUDIO_INPUT,
        CACHED_AUDIO_INPUT,
        AUDIO_OUTPUT,
        TOOL_INPUT,
        WEB_SEARCHES
    }

    private static final Map<String, Part> NAMES = Map.ofEntries(
            entry("input", Part.INPUT),
            entry("input_tokens", Part.INPUT),
            entry("prompt_tokens", Part.INPUT),
            entry("prompt_token_count", Part.INPUT),
            entry("promptTokenCount", Part.INPUT),
            entry("output", Part.OUTPUT),
            entry("output_tokens", Part.OUTPUT),
            entry("completion_tokens", Part.OUTPUT),
            entry("candidates_token_count", Part.OUTPUT),
            entry("candidatesTokenCount", Part.OUTPUT),
            entry("input_text", Part.TEXT_INPUT),
            entry("input_text_tokens", Part.TEXT_INPUT),
            entry("output_text", Part.TEXT_OUTPUT),
            entry("output_text_tokens", Part.TEXT_OUTPUT),
            entry("total", Part.TOTAL),
            entry("total_tokens", Part.TOTAL),
            entry("total_token_count", Part.TOTAL),
            entry("totalTokenCount", Part.TOTAL),
            entry("input_cache_read", Part.CACHE_READ),
            entry("input_cached_tokens", Part.CACHE_READ),
            entry("input_cached_text_tokens", Part.CACHE_READ),
            entry("cache_read_input_tokens", Part.CACHE_READ),
            entry("cached_content_token_count", Part.CACHE_READ),
            entry("cachedContentTokenCount", Part.CACHE_READ),
            entry("prompt_details.cache_read", Part.CACHE_READ),
            entry("prompt_details.cached_tokens", Part.CACHE_READ),
            entry("input_cache_creation", Part.CACHE_WRITE),
            entry("cache_creation_input_tokens", Part.CACHE_WRITE),
            entry("cache_write_tokens", Part.CACHE_WRITE),
            entry("prompt_details.cache_creation", Part.CACHE_WRITE),
            entry("input_cache_creation_5m", Part.CACHE_WRITE_5M),
            entry("input_cache_creation_1h", Part.CACHE_WRITE_1H),
            entry("output_reasoning", Part.REASONING),
            entry("output_reasoning_tokens", Part.REASONING),
            entry("reasoning_tokens", Part.REASONING),
            entry("thoughts_token_count", Part.REASONING),
            entry("thoughtsTokenCount", Part.REASONING),
            entry("completion_details.reasoning", Part.REASONING),
            entry("completion_details.reasoning_tokens", Part.REASONING),
            entry("input_audio", Part.AUDIO_INPUT),
            entry("input_audio_tokens", Part.AUDIO_INPUT),
            entry("prompt_details.audio", Part.AUDIO_INPUT),
            entry("input_cached_audio_tokens", Part.CACHED_AUDIO_INPUT),
            entry("output_audio", Part.AUDIO_OUTPUT),
            entry("output_audio_tokens", Part.AUDIO_OUTPUT),
            entry("completion_details.audio", Part.AUDIO_OUTPUT),
            entry("tool_use_prompt_token_count", Part.TOOL_INPUT),
            entry("toolUsePromptTokenCount", Part.TOOL_INPUT),
            entry("web_search_requests", Part.WEB_SEARCHES),
            entry("web_search_queries", Part.WEB_SEARCHES),
            entry("webSearchQueries", Part.WEB_SEARCHES));

    private final Map<Part, Long> counts = new EnumMap<>(Part.class);
    private boolean inputNamedWhole;
    private boolean outputNamedWhole;

    private UsageDetails(JsonNode details) {
        for (Map.Entry<String, JsonNode> count : details.properties()) {
            Part part = NAMES.get(count.getKey());
            if (part != null && !count.getValue().isNull()) {
                // The same count under two names is one count.
                counts.merge(part, UsageNode.whole(count.getKey(), count.getValue()), Math::max);
                inputNamedWhole |= count.getKey().startsWith("prompt");
                outputNamedWhole |= count.getKey().startsWith("completion");
            }
        }
    }

    static @Nullable Usage read(JsonNode details) {
        return new UsageDetails(details).usage();
    }

    private @Nullable Usage usage() {
        Long input = counts.getOrDefault(Part.INPUT, counts.get(Part.TEXT_INPUT));
        Long output = counts.getOrDefault(Part.OUTPUT, counts.get(Part.TEXT_OUTPUT));
        if (input == null && output == null) {
            return null;
        }
        Sides sides = new Sides(
                orZero(input),
                of(Part.CACHE_READ) + of(Part.CACHED_AUDIO_INPUT) + written() + of(Part.AUDIO_INPUT),
                orZero(output),
                of(Part.REASONING) + of(Part.AUDIO_OUTPUT));
        Long total = counts.get(Part.TOTAL);
        Reading usual = new Reading(!inputNamedWhole, !outputNamedWhole);
        return build(sides, total == null ? usual : sides.readingOf(total - of(Part.TOOL_INPUT), usual));
    }

    private Usage build(Sides sides, Reading reading) {
        long cachedAudio = of(Part.CACHED_AUDIO_INPUT);
        return new UsageParts(sides.input(reading) + of(Part.TOOL_INPUT), sides.output(reading))
                .cacheRead(of(Part.CACHE_READ) + (reading.inputApart() ? cachedAudio : 0))
                .cacheWrites(written(), of(Part.CACHE_WRITE_1H), "input_cache_creation_1h")
                .reasoning(of(Part.REASONING))
                .audio(
                        of(Part.AUDIO_INPUT) + (reading.inputApart() ? cachedAudio : 0),
                        reading.inputApart() || counts.containsKey(Part.CACHED_AUDIO_INPUT) ? (Long) cachedAudio : null,
                        of(Part.AUDIO_OUTPUT))
                .webSearches(of(Part.WEB_SEARCHES))
                .build();
    }

    private long written() {
        return Math.max(of(Part.CACHE_WRITE), of(Part.CACHE_WRITE_5M) + of(Part.CACHE_WRITE_1H));
    }

    private long of(Part part) {
        return counts.getOrDefault(part, 0L);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    /** Whether the details of each side are counted apart from it or in it. */
    private record Reading(boolean inputApart, boolean outputApart) {}

    private record Sides(long input, long inputDetails, long output, long outputDetails) {
        long input(Reading reading) {
            return input + (reading.inputApart ? inputDetails : 0);
        }

        long output(Reading reading) {
            return output + (reading.outputApart ? outputDetails : 0);
        }

        /** The usual reading if its sum is the total, else the one whose sum is, else the usual one. */
        Reading readingOf(long total, Reading usual) {
            return Stream.of(
                            usual,
                            new Reading(true, true),
                            new Reading(false, true),
                            new Reading(true, false),
                            new Reading(false, false))
                    .filter(reading -> input(reading) + output(reading) == total)
                    .findFirst()
                    .orElse(usual);
        }
    }
}
