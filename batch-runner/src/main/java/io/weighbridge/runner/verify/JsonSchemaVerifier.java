package io.weighbridge.runner.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The answer is one JSON value that a schema (draft 2020-12) allows. */
final class JsonSchemaVerifier implements Verifier {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonSchema schema;

    private JsonSchemaVerifier(JsonSchema schema) {
        this.schema = schema;
    }

    static JsonSchemaVerifier of(Path file) {
        try {
            JsonNode tree = JSON.readTree(file.toFile());
            if (!tree.isObject() && !tree.isBoolean()) {
                throw new BadInputException(file + ": must be a JSON schema: an object, or true or false");
            }
            return new JsonSchemaVerifier(
                    JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(tree));
        } catch (IOException e) {
            throw new BadInputException(file + ": must be a JSON schema: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> problem(Answer answer) {
        JsonNode tree;
        try {
            tree = JSON.readTree(answer.text());
        } catch (JsonProcessingException e) {
            return Optional.of("json_schema: must be one JSON value");
        }
        if (tree.isMissingNode()) {
            return Optional.of("json_schema: must be one JSON value");
        }
        return schema.validate(tree).stream()
                .map(JsonSchemaVerifier::text)
                .sorted()
                .findFirst();
    }

    /** Place and keyword; the message itself may quote the answer. */
    private static String text(ValidationMessage message) {
        return "json_schema: " + message.getInstanceLocation() + " breaks " + message.getType();
    }
}
