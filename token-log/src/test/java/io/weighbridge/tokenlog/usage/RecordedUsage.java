package io.weighbridge.tokenlog.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What genai-prices reads out of one provider's answer by one of its extractors.
 *
 * @param extractor provider and API flavour, as in "openai/chat"
 * @param usage tokens by kind, without zeros
 */
record RecordedUsage(
        JsonNode body,
        @Nullable String model,
        String provider,
        String extractor,
        Map<String, Long> usage,
        @Nullable BigDecimal inputPrice,
        @Nullable BigDecimal outputPrice,
        @Nullable BigDecimal totalPrice) {

    static List<RecordedUsage> read(Path file) throws IOException {
        List<RecordedUsage> pairs = new ArrayList<>();
        for (JsonNode payload : StrictJson.node(text(file), "payloads")) {
            for (JsonNode extracted : payload.path("extracted")) {
                for (JsonNode extractor : extracted.path("extractors")) {
                    pairs.add(of(payload, extracted, extractor));
                }
            }
        }
        return pairs;
    }

    String flavour() {
        return extractor.substring(extractor.indexOf('/') + 1);
    }

    static String text(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The shape that the extractor reads. */
    ApiShape shape() {
        return switch (extractor) {
            case "anthropic/default", "minimax/default", "aws/anthropic", "azure/anthropic", "google/anthropic" ->
                ApiShape.ANTHROPIC_MESSAGES;
            case "google/default" -> ApiShape.GOOGLE;
            case "aws/default" -> ApiShape.BEDROCK_CONVERSE;
            case "cohere/default", "cohere/embeddings" -> ApiShape.COHERE_BILLED;
            case "cohere/tokens" -> ApiShape.COHERE_TOKENS;
            case "x-ai/chat" -> ApiShape.XAI_CHAT;
            default -> {
                if (extractor.endsWith("/responses")) {
                    yield ApiShape.OPENAI_RESPONSES;
                }
                yield extractor.endsWith("/embeddings") ? ApiShape.OPENAI_EMBEDDINGS : ApiShape.OPENAI_CHAT;
            }
        };
    }

    private static RecordedUsage of(JsonNode payload, JsonNode extracted, JsonNode extractor) {
        Map<String, Long> usage = new TreeMap<>();
        for (Map.Entry<String, JsonNode> count : extracted.path("usage").properties()) {
            if (count.getValue().longValue() != 0) {
                usage.put(count.getKey(), count.getValue().longValue());
            }
        }
        String provider = extractor.path("provider_id").asText();
        return new RecordedUsage(
                payload.path("body"),
                payload.path("model").textValue(),
                provider,
                provider + "/" + extractor.path("api_flavor").asText(),
                usage,
                price(extractor, "input_price"),
                price(extractor, "output_price"),
                price(extractor, "total_price"));
    }

    private static @Nullable BigDecimal price(JsonNode extractor, String key) {
        String text = extractor.path(key).textValue();
        return text == null ? null : new BigDecimal(text);
    }
}
