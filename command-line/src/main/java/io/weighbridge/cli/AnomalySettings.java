package io.weighbridge.cli;

/**
 * How unusual a day must be to be reported.
 *
 * @param falseAlarmsPerMonth expected number over everything that is tested, more than 0 and at most 30
 * @param weeks of history that a day is compared with, 4 to 26
 */
public record AnomalySettings(double falseAlarmsPerMonth, int weeks) {
    /** What is looked into for nothing once a month is still looked into; two months are enough of each weekday, and of this year's work. */
    public static AnomalySettings defaults() {
        return new AnomalySettings(1, 8);
    }
}
