package io.weighbridge.audit.rollup;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Calls and tokens by hour of the day, in UTC. Loads add up without loss, in any order. */
public final class HourlyLoad implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    public static final int HOURS = 24;

    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final int CALLS = 0;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;

    /** What is added up in an hour, in order. */
    static final List<Measure> MEASURES = List.of(Measure.CALLS, Measure.INPUT_TOKENS, Measure.OUTPUT_TOKENS);

    private static final int KINDS = MEASURES.size();

    /** How many sums a load is: hour by hour those of {@link #MEASURES}. */
    static final int SUMS = HOURS * KINDS;

    private final long[] sums;

    HourlyLoad() {
        this(new long[SUMS]);
    }

    private HourlyLoad(long[] sums) {
        this.sums = sums;
    }

    /** @param from where its sums begin */
    static HourlyLoad of(long[] sums, int from) {
        return new HourlyLoad(Arrays.copyOfRange(sums, from, from + SUMS));
    }

    /** Where the sums of an hour begin. */
    static int begin(int hour) {
        return hour * KINDS;
    }

    /** Over all hours. */
    long total(Measure measure) {
        long total = 0;
        for (int at = MEASURES.indexOf(measure); at < SUMS; at += KINDS) {
            total = Math.addExact(total, sums[at]);
        }
        return total;
    }

    /** The hour of a day, of microseconds since 1970. */
    static int hour(long micros) {
        return (int) Math.floorMod(Math.floorDiv(micros, HOUR_MICROS), HOURS);
    }

    /**
     * Adds a call.
     *
     * @param inputTokens 0 where unknown, as {@code outputTokens}
     */
    void add(int hour, long inputTokens, long outputTokens) {
        add(hour, 1, inputTokens, outputTokens);
    }

    private void add(int hour, long calls, long inputTokens, long outputTokens) {
        int at = hour * KINDS;
        sums[at + CALLS] += calls;
        sums[at + INPUT] = Math.addExact(sums[at + INPUT], inputTokens);
        sums[at + OUTPUT] = Math.addExact(sums[at + OUTPUT], outputTokens);
    }

    HourlyLoad plus(HourlyLoad other) {
        HourlyLoad both = new HourlyLoad();
        for (int i = 0; i < both.sums.length; i++) {
            both.sums[i] = Math.addExact(sums[i], other.sums[i]);
        }
        return both;
    }

    public long calls(int hour) {
        return sums[hour * KINDS + CALLS];
    }

    /** Of the calls whose usage is known. */
    public long inputTokens(int hour) {
        return sums[hour * KINDS + INPUT];
    }

    /** Of the calls whose usage is known. */
    public long outputTokens(int hour) {
        return sums[hour * KINDS + OUTPUT];
    }

    /** In and out, of the calls whose usage is known. */
    public long tokens(int hour) {
        return Math.addExact(inputTokens(hour), outputTokens(hour));
    }

    /** The hours with calls, rising. */
    int[] hours() {
        return IntStream.range(0, HOURS).filter(hour -> calls(hour) > 0).toArray();
    }

    /** The inverse of {@link #hours} and what each of them holds. */
    static HourlyLoad of(int[] hours, long[] calls, long[] inputTokens, long[] outputTokens) {
        HourlyLoad load = new HourlyLoad();
        for (int i = 0; i < hours.length; i++) {
            load.add(hours[i], calls[i], inputTokens[i], outputTokens[i]);
        }
        return load;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HourlyLoad same && Arrays.equals(sums, same.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return Arrays.toString(sums);
    }
}
