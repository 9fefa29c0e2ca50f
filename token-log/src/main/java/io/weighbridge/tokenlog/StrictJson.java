package io.weighbridge.tokenlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * The one JSON dialect of the contracts: one object, no duplicate keys, nothing after it, exact decimals. Messages name
 * the place of an error but never quote the text, which may be a prompt.
 */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads trees without looking up their type each time. */
    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class);

    /** The same for one value among others in a stream. */
    private static final JsonMapper IN_A_STREAM = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Parses one JSON object.
     *
     * @throws InvalidRecordException naming {@code what} if the text is not exactly one JSON object
     */
    public static ObjectNode object(String text, String what) {
        return object(node(text, what), what);
    }

    /** Parses one JSON value of any kind; the same errors as {@link #object(String, String)}. */
    public static JsonNode node(String text, String what) {
        JsonNode node;
        try {
            node = TREES.readTree(text);
        } catch (JsonProcessingException e) {
            throw notJson(e, what);
        }
        if (node.isMissingNode()) {
            throw new InvalidRecordException(what, "must be JSON", "empty");
        }
        return node;
    }

    /** A parser of the same dialect over a stream; trees are read with {@code readValueAsTree()}. */
    public static JsonParser parser(InputStream in) throws IOException {
        return IN_A_STREAM.createParser(in);
    }

    /** The node as an object, or the error that says what it is instead. */
    static ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRecordException(what, "must be a JSON object", kind(node));
    }

    /** What a value is, for messages: "a string", "an array"; never the value. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            default -> "nothing";
        };
    }

    private static InvalidRecordException notJson(JsonProcessingException e, String what) {
        String place = e.getLocation() == null
                ? "unreadable"
                : "broken at line " + e.getLocation().getLineNr() + " column "
                        + e.getLocation().getColumnNr();
        return new InvalidRecordException(what, "must be JSON", place);
    }

    /** Writes one value; the body decides the key order, so equal records give equal bytes. */
    static String write(Body body) {
        StringWriter out = new StringWriter(512);
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** As {@link #write}, indented and with line feeds, for files that people read. */
    static void writePretty(Writer out, Body body) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        JsonGenerator json = MAPPER.createGenerator(out);
        json.setPrettyPrinter(new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter));
        body.write(json);
        json.flush();
        out.write('\n');
        out.flush();
    }

    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }
}
