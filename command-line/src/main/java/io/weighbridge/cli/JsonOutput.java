package io.weighbridge.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

/**
 * JSON as every command and every summary file has it: record components in snake_case; {@link Usd} and
 * {@link BigDecimal} are money and become decimal strings with at least nine places; instants and days are ISO-8601;
 * absent is {@code null}; a number that is not finite is refused.
 */
public final class JsonOutput {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new SimpleModule()
                    .addSerializer(BigDecimal.class, new MoneySerializer())
                    .addSerializer(Double.class, new FiniteSerializer())
                    .addSerializer(double.class, new FiniteSerializer())
                    .addSerializer(Usd.class, ToStringSerializer.instance)
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(LocalDate.class, ToStringSerializer.instance))
            .build();

    private JsonOutput() {}

    /** The value on one line, without a line break at its end. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The value on indented lines, with a line feed at its end, for files that people read too. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static final class MoneySerializer extends JsonSerializer<BigDecimal> {
        @Override
        public void serialize(BigDecimal usd, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(Dollars.exact(usd));
        }
    }

    private static final class FiniteSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (!Double.isFinite(number)) {
                throw new com.fasterxml.jackson.core.JsonGenerationException(
                        "numbers must be finite, was " + number, out);
            }
            out.writeNumber(number);
        }
    }
}
