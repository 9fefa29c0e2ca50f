package io.weighbridge.tokenlog.format;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time in the shape that nearly all logs write, {@code 2026-10-31T07:35:00.123456Z} with "T" or a space, any number of
 * digits up to nine after the point and "Z" or nothing. Read digit by digit, which takes a tenth of a formatter's time.
 *
 * @param isUtc whether it ends in "Z"
 */
record PlainTimestamp(LocalDateTime local, boolean isUtc) {
    private static final int SECONDS_END = 19;
    private static final int MOST_DECIMALS = 9;
    private static final int NOT_A_NUMBER = -1;

    /**
     * Null where the text has another shape.
     *
     * @throws DateTimeException if it has the shape and names no time, as the 31st of November
     */
    static @Nullable PlainTimestamp of(String text) {
        if (!hasMarks(text)) {
            return null;
        }
        int decimalsEnd = decimalsEnd(text);
        boolean isUtc = decimalsEnd == text.length() - 1 && text.charAt(decimalsEnd) == 'Z';
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int nano = nano(text, decimalsEnd);
        boolean isPlain =
                (isUtc || decimalsEnd == text.length()) && (year | month | day | hour | minute | second | nano) >= 0;
        return isPlain
                ? new PlainTimestamp(LocalDateTime.of(year, month, day, hour, minute, second, nano), isUtc)
                : null;
    }

    private static boolean hasMarks(String text) {
        return text.length() >= SECONDS_END
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static int decimalsEnd(String text) {
        int end = SECONDS_END;
        if (end < text.length() && text.charAt(end) == '.') {
            end++;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static int nano(String text, int end) {
        int decimals = end - SECONDS_END - 1;
        if (decimals < 0) {
            return 0;
        }
        if (decimals == 0 || decimals > MOST_DECIMALS) {
            return NOT_A_NUMBER;
        }
        int nano = number(text, SECONDS_END + 1, end);
        for (int i = decimals; i < MOST_DECIMALS; i++) {
            nano *= 10;
        }
        return nano;
    }

    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return NOT_A_NUMBER;
            }
            number = 10 * number + (text.charAt(i) - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
