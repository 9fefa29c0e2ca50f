package io.weighbridge.routing;

/** Prints numbers of moderate size with a fixed number of places; much faster than {@link String#format}. */
final class Decimals {
    private Decimals() {}

    /** @param value not negative; below 10^12 */
    static void append(StringBuilder target, double value, int places) {
        long scale = 1;
        for (int i = 0; i < places; i++) {
            scale *= 10;
        }
        long scaled = Math.round(value * scale);
        target.append(scaled / scale);
        if (places > 0) {
            String fraction = Long.toString(scale + scaled % scale);
            target.append('.').append(fraction, 1, fraction.length());
        }
    }

    /** As {@link #append} without trailing zeros. */
    static void appendShort(StringBuilder target, double value, int places) {
        append(target, value, places);
        int end = target.length();
        while (target.charAt(end - 1) == '0') {
            end--;
        }
        target.setLength(target.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
