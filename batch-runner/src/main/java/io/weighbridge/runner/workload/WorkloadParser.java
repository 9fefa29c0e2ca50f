package io.weighbridge.runner.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.provider.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads and checks OpenAI batch request lines whose metadata names the task. */
public final class WorkloadParser {
    private static final String URLS = Arrays.stream(Operation.values())
            .map(operation -> "\"" + operation.url() + "\"")
            .collect(Collectors.joining(", ", "must be one of ", ""));
    private static final int LONGEST_ID = 256;
    private static final char NUL = 0;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws InvalidLineException naming the first field that breaks its rule */
    public WorkloadItem parse(RawLine line) throws InvalidLineException {
        if (!line.defect().isEmpty()) {
            throw new InvalidLineException(line.number(), null, "line", line.defect());
        }
        JsonNode root = tree(line);
        LineCheck check = new LineCheck(line.number(), root);
        String customId = check.text("custom_id", root.path("custom_id"), LONGEST_ID);
        check = check.of(customId);
        check.that(customId.indexOf(NUL) < 0, "custom_id", "must not hold the character 0");
        check.equal("method", root.path("method"), "POST");
        Operation operation = Operation.ofUrl(root.path("url").asText()).orElse(null);
        if (operation == null) {
            throw new InvalidLineException(line.number(), customId, "url", URLS);
        }
        check.that(root.path("body").isObject(), "body", "must be an object");
        ObjectNode body = (ObjectNode) root.path("body");
        check.text("body.model", body.path("model"), LONGEST_ID);
        check.text("body.metadata.task", body.path("metadata").path("task"), LONGEST_ID);
        new RequestRules(check, body).check(operation);
        return new WorkloadItem(line.number(), customId, body);
    }

    private static JsonNode tree(RawLine line) throws InvalidLineException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.bytes()))
                    .toString();
            JsonNode root = JSON.readTree(line.number() == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
            if (root.isObject()) {
                return root;
            }
        } catch (CharacterCodingException e) {
            throw new InvalidLineException(line.number(), null, "line", "must be UTF-8");
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new InvalidLineException(
                    line.number(),
                    null,
                    "line",
                    "must be one JSON object, breaks off or repeats a key at column " + column);
        }
        throw new InvalidLineException(line.number(), null, "line", "must be one JSON object");
    }
}
