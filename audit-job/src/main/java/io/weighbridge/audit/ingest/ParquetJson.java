package io.weighbridge.audit.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Rows of Parquet as JSON (Parquet format, "Logical Types"): maps and groups are objects, lists are arrays, times and days
 * ISO-8601, decimals texts with all their digits; what is absent is left out.
 */
final class ParquetJson {
    private static final JsonNodeFactory JSON = new JsonNodeFactory(true);
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

    private ParquetJson() {}

    static ObjectNode object(Group group) {
        ObjectNode object = JSON.objectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            int count = group.getFieldRepetitionCount(field);
            Type of = type.getType(field);
            if (of.isRepetition(Type.Repetition.REPEATED)) {
                object.set(of.getName(), repeated(group, field, count));
            } else if (count > 0) {
                object.set(of.getName(), value(group, field, 0));
            }
        }
        return object;
    }

    private static ArrayNode repeated(Group group, int field, int count) {
        ArrayNode array = JSON.arrayNode(count);
        for (int i = 0; i < count; i++) {
            array.add(value(group, field, i));
        }
        return array;
    }

    private static JsonNode value(Group group, int field, int index) {
        Type type = group.getType().getType(field);
        if (type.isPrimitive()) {
            return primitive(group, field, index, type.asPrimitiveType());
        }
        Group inner = group.getGroup(field, index);
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof ListLogicalTypeAnnotation) {
            return list(inner);
        }
        return logical instanceof MapLogicalTypeAnnotation ? map(inner) : object(inner);
    }

    /** A repeated group of one field holds the elements; writers name both as they like. */
    private static ArrayNode list(Group list) {
        ArrayNode array = JSON.arrayNode();
        Type repeated = list.getType().getType(0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            if (repeated.isPrimitive()) {
                array.add(value(list, 0, i));
            } else {
                Group element = list.getGroup(0, i);
                array.add(element.getFieldRepetitionCount(0) == 0 ? JSON.nullNode() : value(element, 0, 0));
            }
        }
        return array;
    }

    private static ObjectNode map(Group map) {
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            if (entry.getFieldRepetitionCount(1) > 0) {
                object.set(value(entry, 0, 0).asText(), value(entry, 1, 0));
            }
        }
        return object;
    }

    private static JsonNode primitive(Group group, int field, int index, PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.booleanNode(group.getBoolean(field, index));
            case FLOAT -> JSON.numberNode(group.getFloat(field, index));
            case DOUBLE -> JSON.numberNode(group.getDouble(field, index));
            case INT32 -> whole(group.getInteger(field, index), logical);
            case INT64 -> whole(group.getLong(field, index), logical);
            case INT96 ->
                JSON.textNode(
                        legacyTime(group.getInt96(field, index).toByteBuffer()).toString());
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                logical instanceof DecimalLogicalTypeAnnotation decimal
                        ? decimal(new BigInteger(group.getBinary(field, index).getBytes()), decimal)
                        : JSON.textNode(group.getBinary(field, index).toStringUsingUTF8());
        };
    }

    private static JsonNode whole(long value, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal(BigInteger.valueOf(value), decimal);
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return JSON.textNode(LocalDate.ofEpochDay(value).toString());
        }
        return logical instanceof TimestampLogicalTypeAnnotation timestamp
                ? JSON.textNode(time(value, timestamp))
                : JSON.numberNode(value);
    }

    private static JsonNode decimal(BigInteger unscaled, DecimalLogicalTypeAnnotation type) {
        return JSON.textNode(new BigDecimal(unscaled, type.getScale()).toPlainString());
    }

    private static String time(long value, TimestampLogicalTypeAnnotation type) {
        TimeUnit unit = switch (type.getUnit()) {
            case MILLIS -> TimeUnit.MILLISECONDS;
            case MICROS -> TimeUnit.MICROSECONDS;
            case NANOS -> TimeUnit.NANOSECONDS;
        };
        long seconds = Math.floorDiv(value, unit.convert(1, TimeUnit.SECONDS));
        long rest = Math.floorMod(value, unit.convert(1, TimeUnit.SECONDS));
        int nanos = (int) unit.toNanos(rest);
        return type.isAdjustedToUTC()
                ? Instant.ofEpochSecond(seconds, nanos).toString()
                : LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC).toString();
    }

    /** Nanoseconds of the day, then the Julian day: how times were written before there was a type for them. */
    private static Instant legacyTime(ByteBuffer bytes) {
        ByteBuffer parts = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long nanos = parts.getLong();
        long day = parts.getInt() - JULIAN_DAY_OF_EPOCH;
        return Instant.ofEpochSecond(Math.multiplyExact(day, 86_400L)).plusNanos(nanos);
    }
}
