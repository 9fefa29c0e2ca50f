package io.weighbridge.audit.rollup;

/** Calls of one group and hour, added up. */
public final class CallsOfAnHour {
    private CallsOfAnHour() {}

    /**
     * @param metered those of the calls that have a count of tokens
     * @param tokens of all of them together
     * @param remaining what is left of their cost, in picodollars
     */
    public static GroupTotals of(CallGroup group, long calls, long metered, int hour, long tokens, long remaining) {
        long[] sums = new long[Measure.values().length];
        set(sums, Measure.CALLS, calls);
        set(sums, Measure.METERED_CALLS, metered);
        set(sums, Measure.INPUT_TOKENS, tokens);
        set(sums, Measure.SPEND_PICODOLLARS, remaining);
        set(sums, Measure.REMAINING_CALLS, calls);
        set(sums, Measure.REMAINING_PICODOLLARS, remaining);
        set(sums, Measure.REMAINING_METERED_CALLS, metered);
        set(sums, Measure.REMAINING_INPUT_TOKENS, tokens);
        CallTraffic traffic = CallTraffic.none();
        traffic.load().add(hour, tokens, 0);
        return new GroupTotals(group, sums, traffic);
    }

    /** Calls that took so many milliseconds each. */
    public static CallTraffic taking(long... millis) {
        CallTraffic traffic = CallTraffic.none();
        for (long each : millis) {
            traffic.latency().add(each);
        }
        return traffic;
    }

    private static void set(long[] sums, Measure measure, long value) {
        sums[measure.ordinal()] = value;
    }
}
