package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.World;
import java.time.LocalDate;

/**
 * Which month to generate.
 *
 * @param calls logical calls of the month, 1,000 to 10⁹; retries come on top
 * @param from first day, UTC
 * @param days 1 to 366
 * @param draws of the designed replay; 0 for none
 * @param nextDayCalls requests of the day after the month
 */
public record MonthPlan(long seed, World world, long calls, LocalDate from, int days, long draws, long nextDayCalls) {

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 10, 1);
    private static final int THIRTY_DAYS = 30;
    private static final int NEXT_DAY_CALLS = 8_000;
    private static final long MOST_DRAWS = 24_000;

    public MonthPlan {
        requireBetween("calls", calls, 1_000, 1_000_000_000L);
        requireBetween("days", days, 1, 366);
        requireBetween("draws", draws, 0, calls);
        requireBetween("next_day_calls", nextDayCalls, 0, 10_000_000);
    }

    /**
     * Thirty days from 1 October 2026, 8,000 requests on the next, and a replay of 40 percent of the calls but at most
     * 24,000 draws: enough that a policy with 2.4 percent discordance is certified to one point.
     */
    public static MonthPlan of(long seed, World world, long calls) {
        return new MonthPlan(
                seed,
                world,
                calls,
                FIRST_DAY,
                THIRTY_DAYS,
                Math.min(MOST_DRAWS, calls * 2 / 5),
                Math.min(NEXT_DAY_CALLS, calls));
    }

    public MonthPlan withDays(int newDays) {
        return new MonthPlan(seed, world, calls, from, newDays, draws, nextDayCalls);
    }

    public MonthPlan withDraws(long newDraws) {
        return new MonthPlan(seed, world, calls, from, days, newDraws, nextDayCalls);
    }

    public MonthPlan withNextDayCalls(long newCalls) {
        return new MonthPlan(seed, world, calls, from, days, draws, newCalls);
    }

    private static void requireBetween(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": must be from " + least + " to " + most + ", was " + value);
        }
    }
}
