package io.weighbridge.audit.anomaly;

import io.weighbridge.cli.AnomalySettings;
import io.weighbridge.cli.BadInputException;

/**
 * How unusual is unusual.
 *
 * @param falseAlarmsPerMonth expected number over everything that is tested, more than 0
 * @param weeks of history that a day is compared with
 * @param days judged, each against the days before it; the last ones of the window
 */
public record AnomalyOptions(double falseAlarmsPerMonth, int weeks, int days) {
    private static final double DAYS_A_MONTH = 365.25 / 12;
    private static final int MOST_DAYS = 92;

    /** Of the false alarms, because storms are hardly ever close calls. */
    private static final double SHARE_OF_RETRIES = 0.1;

    public AnomalyOptions {
        if (days < 1 || days > MOST_DAYS) {
            throw new BadInputException("--days: must be from 1 to " + MOST_DAYS + ", was " + days);
        }
    }

    /** As configured, for the last days of a window. */
    public static AnomalyOptions of(AnomalySettings settings, int days) {
        return new AnomalyOptions(settings.falseAlarmsPerMonth(), settings.weeks(), days);
    }

    /** Expected false alarms in the spend of one day. */
    double falseAlarmsInSpend() {
        return (1 - SHARE_OF_RETRIES) * falseAlarmsPerMonth / DAYS_A_MONTH;
    }

    /** Expected false alarms in the failed calls of one day. */
    double falseAlarmsInRetries() {
        return SHARE_OF_RETRIES * falseAlarmsPerMonth / DAYS_A_MONTH;
    }

    /** The same number over a month of days. */
    static double perMonth(double aDay) {
        return aDay * DAYS_A_MONTH;
    }
}
