package io.weighbridge.evidence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Divides the calls of a frame by properties that are known before they are drawn. */
public final class Stratification {
    /** Strata have so many calls on average. */
    private static final int FEWEST_CALLS = 60;

    private Stratification() {}

    /**
     * Each call's stratum, numbered from 0 in order of appearance: by as many of the properties, the first first, as leave sixty
     * calls a stratum on average.
     *
     * @param properties each a value per call
     */
    public static int[] finest(List<int[]> properties) {
        int[] strata = new int[properties.get(0).length];
        for (int[] property : properties) {
            int[] finer = combined(strata, property);
            int number = Arrays.stream(finer).max().orElse(0) + 1;
            if ((long) number * FEWEST_CALLS <= strata.length) {
                strata = finer;
            }
        }
        return strata;
    }

    /** 0, 1 or 2: in which third of all values each lies. */
    public static int[] thirds(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Arrays.stream(values)
                .mapToInt(
                        value -> value < sorted[sorted.length / 3] ? 0 : value < sorted[2 * sorted.length / 3] ? 1 : 2)
                .toArray();
    }

    /** Which of {@code bins} equal parts of [0, 1] each quality lies in. */
    public static int[] grades(double[] qualities, int bins) {
        return Arrays.stream(qualities)
                .mapToInt(quality -> Math.min(bins - 1, (int) (quality * bins)))
                .toArray();
    }

    private static int[] combined(int[] strata, int[] property) {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        return IntStream.range(0, strata.length)
                .map(call -> {
                    Integer known = numbers.putIfAbsent(List.of(strata[call], property[call]), numbers.size());
                    return known == null ? numbers.size() - 1 : known;
                })
                .toArray();
    }
}
