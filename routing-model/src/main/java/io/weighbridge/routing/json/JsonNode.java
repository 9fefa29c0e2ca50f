package io.weighbridge.routing.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value read from JSON together with its path, so that every complaint names the field. */
public final class JsonNode {
    static final Object NULL = new Object();

    private static final int LONGEST_NAME = 64;

    private final @Nullable JsonNode parent;
    private final String name;
    private final Object value;

    private JsonNode(@Nullable JsonNode parent, String name, Object value) {
        this.parent = parent;
        this.name = name;
        this.value = value;
    }

    static JsonNode root(Object value) {
        return new JsonNode(null, "", value);
    }

    /** The path of the value, such as {@code candidates[2].prices}. */
    public String path() {
        if (parent == null) {
            return name;
        }
        String above = parent.path();
        return above.isEmpty() || name.startsWith("[") ? above + name : above + "." + name;
    }

    /** Refuses fields that this build does not know, because they might change the meaning of the others. */
    public JsonNode only(String... names) {
        Set<String> known = Set.of(names);
        Set<String> unknown = new HashSet<>(object().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw failure("unknown field \""
                    + bounded(unknown.stream().sorted().findFirst().orElseThrow()) + "\"");
        }
        return this;
    }

    /** A field that must be there; it may be null. */
    public JsonNode field(String field) {
        Object child = object().get(field);
        if (child == null) {
            throw failure("missing field \"" + field + "\"");
        }
        return new JsonNode(this, field, child);
    }

    public boolean isNull() {
        return value == NULL;
    }

    /** Null as empty, anything else converted. */
    public <T> Optional<T> optional(Function<JsonNode, T> conversion) {
        return isNull() ? Optional.empty() : Optional.of(conversion.apply(this));
    }

    public OptionalDouble optionalNumber() {
        return isNull() ? OptionalDouble.empty() : OptionalDouble.of(number());
    }

    public String text() {
        if (value instanceof String text) {
            return text;
        }
        throw failure("expected a string");
    }

    public boolean bool() {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw failure("expected true or false");
    }

    /** A finite double. */
    public double number() {
        if (value instanceof Double number) {
            return number;
        }
        throw failure("expected a number");
    }

    /** A whole number between two bounds, both inclusive and within ±2^53. */
    public long integer(long min, long max) {
        return whole(path(), number(), min, max);
    }

    /** The array that was read, not a copy. */
    public double[] numbers() {
        if (value instanceof double[] numbers) {
            return numbers;
        }
        throw failure("expected an array of numbers");
    }

    public int[] integers() {
        double[] numbers = numbers();
        int[] integers = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != (int) numbers[i]) {
                throw new JsonException(path() + "[" + i + "]: must be a whole number of 32 bits");
            }
            integers[i] = (int) numbers[i];
        }
        return integers;
    }

    /** The elements of an array, converted. */
    public <T> List<T> list(Function<JsonNode, T> conversion) {
        List<T> list = new ArrayList<>();
        if (value instanceof double[] numbers) {
            for (double number : numbers) {
                list.add(conversion.apply(element(list.size(), number)));
            }
        } else if (value instanceof List<?> elements) {
            for (Object element : elements) {
                list.add(conversion.apply(element(list.size(), element)));
            }
        } else {
            throw failure("expected an array");
        }
        return list;
    }

    /** The fields of an object, converted, by name. */
    public <T> Map<String, T> map(Function<JsonNode, T> conversion) {
        Map<String, T> map = new TreeMap<>();
        object().forEach((key, child) ->
                map.put(key, conversion.apply(new JsonNode(this, "[\"" + bounded(key) + "\"]", child))));
        return map;
    }

    public JsonException failure(String what) {
        String path = path();
        return new JsonException(path.isEmpty() ? what : path + ": " + what);
    }

    private JsonNode element(int i, Object element) {
        return new JsonNode(this, "[" + i + "]", element);
    }

    /** The reader makes no maps but those from strings. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> object() {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw failure("expected an object");
    }

    private static long whole(String path, double number, long min, long max) {
        if (number != Math.rint(number) || number < min || number > max) {
            throw new JsonException(path + ": must be a whole number from " + min + " to " + max);
        }
        return (long) number;
    }

    private static String bounded(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= LONGEST_NAME ? printable : printable.substring(0, LONGEST_NAME) + "…";
    }
}
