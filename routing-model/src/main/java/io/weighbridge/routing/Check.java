package io.weighbridge.routing;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The checks that the records of a policy share. Each names field, rule and value. */
final class Check {
    private Check() {}

    static void isTrue(boolean holds, String field, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + rule + ", was " + value);
        }
    }

    static void finite(String field, double value) {
        isTrue(Double.isFinite(value), field, "must be finite", value);
    }

    static void notNegative(String field, double value) {
        isTrue(Double.isFinite(value) && value >= 0, field, "must be finite and not negative", value);
    }

    static void fraction(String field, double value) {
        isTrue(value >= 0 && value <= 1, field, "must be in [0, 1]", value);
    }

    static void notBlank(String field, String value) {
        isTrue(!value.isBlank(), field, "must not be blank", "\"" + value + "\"");
    }

    /** An immutable copy in order. */
    static SortedSet<String> sorted(Set<String> set) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(set));
    }

    /** An immutable copy in the order of the keys, so that a policy is written alike each time. */
    static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
