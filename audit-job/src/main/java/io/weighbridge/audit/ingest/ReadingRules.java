package io.weighbridge.audit.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.prices.Pricing;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.format.CsvMapping;
import io.weighbridge.tokenlog.format.ReadOptions;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything beside the file that decides what its rows become, in a form that Spark can send to its workers.
 *
 * @param texts what is stored of prompts and responses
 * @param mapping what the columns of a CSV mean; null where none was given
 * @param prices the price book as JSON
 * @param time of rows that carry none; null is the file's
 * @param aliases name of a model in the logs to its name in the price book
 */
record ReadingRules(
        TextPolicy texts,
        @Nullable Mapping mapping,
        String prices,
        Map<String, String> aliases,
        TaskAssignment tasks,
        @Nullable Instant time)
        implements Serializable {

    /** A mapping file: its name, for messages, and its tree as JSON. */
    record Mapping(String name, String json) implements Serializable {
        CsvMapping parsed() {
            try {
                return CsvMapping.of(name, new JsonMapper().readTree(json));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(name + ": must be JSON", e);
            }
        }
    }

    ReadOptions options() {
        ReadOptions options =
                time == null ? ReadOptions.defaults() : ReadOptions.defaults().withTime(time);
        return mapping == null ? options : options.withMapping(mapping.parsed());
    }

    /** Parses the price book: once per file, not per row. */
    LakeRows lakeRows() {
        return new LakeRows(texts, new Pricing(PriceBook.fromJson(prices), aliases), tasks);
    }
}
