package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.UnusualRate.Judgement;
import io.weighbridge.evidence.UnusualRate.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** A thousand calls a day, of which 20 fail, give or take five. */
class UnusualRateTest {
    private static final double LEVEL = 0.1 / 30.4;

    @Test
    void aDayLikeTheOthersIsNoAlarm() {
        Judgement judgement = judge(days(56), 26, 1_000);

        assertFalse(judgement.isAlarm());
        assertEquals(0.02, Objects.requireNonNull(judgement.share()), 0.001);
    }

    @Test
    void aStormIsAnAlarm() {
        assertTrue(judge(days(56), 120, 1_000).isAlarm());
    }

    @Test
    void whatIsLessThanTwiceAsMuchIsNoStorm() {
        assertFalse(judge(days(56), 35_000, 1_000_000).isAlarm());
        assertEquals(1.0, judge(days(56), 35_000, 1_000_000).pValue());
    }

    @Test
    void aFewFailuresOfFewCallsAreNoStorm() {
        assertFalse(judge(days(56), 15, 15).isAlarm());
    }

    @Test
    void sharesThatDifferFromDayToDayNeedMore() {
        long[] restless =
                LongStream.range(0, 56).map(day -> 5 + 7 * day * day % 31).toArray();

        assertFalse(judge(restless, 60, 1_000).isAlarm());
        assertTrue(judge(restless, 900, 1_000).isAlarm());
    }

    @Test
    void anIncidentDoesNotHideTheNextOne() {
        long[] days = days(56);
        days[40] = 900;

        assertTrue(judge(days, 120, 1_000).isAlarm());
    }

    @Test
    void whatNeverFailedMayFailALittle() {
        assertFalse(judge(new long[56], 10, 1_000).isAlarm());
        assertTrue(judge(new long[56], 60, 1_000).isAlarm());
    }

    @Test
    void aShortHistoryIsNoJudgement() {
        assertNull(judge(days(20), 900, 1_000).pValue());
    }

    @Test
    void itIsNoLessThanTheBinomialProbability() {
        Judgement judgement = judge(days(56), 50, 1_000);

        double binomial = BinomialDistribution.of(1_000, Objects.requireNonNull(judgement.share()))
                .survivalProbability(49);

        assertTrue(Objects.requireNonNull(judgement.pValue()) >= binomial, judgement + " and " + binomial);
    }

    @Test
    void countsMustNotExceedTheirTotals() {
        assertThrows(IllegalArgumentException.class, () -> judge(days(56), 2, 1));
    }

    private static Judgement judge(long[] counts, long count, long total) {
        long[] totals = new long[counts.length];
        Arrays.fill(totals, 1_000);
        return UnusualRate.judge(List.of(new Series(counts, totals, count, total)), LEVEL)
                .get(0);
    }

    private static long[] days(int number) {
        return LongStream.range(0, number).map(day -> 15 + day % 11).toArray();
    }
}
