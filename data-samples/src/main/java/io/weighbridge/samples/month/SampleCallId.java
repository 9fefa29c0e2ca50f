package io.weighbridge.samples.month;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The identifier of a row's call in logs, outcomes, workloads and truth: "call-" and twelve digits. */
public final class SampleCallId {
    private static final Pattern ID = Pattern.compile("call-([0-9]{12})");
    private static final int DIGITS = 12;

    private SampleCallId() {}

    /** The identifier of a row. */
    public static String of(long row) {
        String digits = Long.toString(row);
        return "call-" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The row of an identifier. */
    public static long row(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("call id: must be call- and twelve digits, was " + id);
        }
        return Long.parseLong(matcher.group(1));
    }
}
