package io.weighbridge.tokenlog.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a JSON array, or of JSON objects one after the other, of which one at a time is in memory. Where the JSON
 * itself breaks, there is no telling where the next row begins: one rejected row says so and the file ends there.
 */
final class JsonValueReadings extends Readings {
    private final String file;
    private final InputStream in;
    private final JsonParser parser;
    private final RowReader rows;
    private boolean ended;

    /** Turns one object into readings. */
    @FunctionalInterface
    interface RowReader {
        /** @throws InvalidRecordException if the row breaks a rule */
        List<Reading> read(long line, ObjectNode row);
    }

    JsonValueReadings(String file, InputStream in, RowReader rows) throws IOException {
        this.file = file;
        this.in = in;
        this.rows = rows;
        this.parser = StrictJson.parser(in);
    }

    @Override
    @Nullable
    List<Reading> read() throws IOException {
        if (ended) {
            return null;
        }
        long line = 1;
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY
                    && parser.getParsingContext().getParent().inRoot()) {
                token = parser.nextToken();
            }
            line = parser.currentTokenLocation().getLineNr();
            if (token == null || token == JsonToken.END_ARRAY) {
                ended = true;
                return null;
            }
            return row(line);
        } catch (JsonProcessingException e) {
            return broken(line(e, line), "must be JSON to its end; nothing after this place was read", "broken JSON");
        } catch (BrokenGzipException e) {
            return broken(line, "must be complete", e.problem());
        }
    }

    private List<Reading> row(long line) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            InvalidRecordException error = new InvalidRecordException("row", "must be a JSON object", "another value");
            return List.of(Reading.Rejected.of(file, line, error));
        }
        ObjectNode object = parser.readValueAsTree();
        try {
            return rows.read(line, object);
        } catch (InvalidRecordException e) {
            return List.of(Reading.Rejected.of(file, line, e));
        }
    }

    private List<Reading> broken(long line, String rule, String value) {
        ended = true;
        return List.of(new Reading.Rejected(file, line, "file", rule, value));
    }

    private static long line(JsonProcessingException e, long otherwise) {
        return e.getLocation() == null ? otherwise : e.getLocation().getLineNr();
    }

    @Override
    public void close() throws IOException {
        parser.close();
        in.close();
    }
}
