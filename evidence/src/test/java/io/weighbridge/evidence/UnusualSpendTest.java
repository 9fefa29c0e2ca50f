package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.evidence.UnusualSpend.Judgement;
import io.weighbridge.evidence.UnusualSpend.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Series whose noise is a fixed pattern of about a tenth, so that every number is in view. */
class UnusualSpendTest {
    private static final double A_MONTH = 1 / 30.4;
    private static final double[] NOISE = {0, 0.1, -0.1, 0.05, -0.05, 0.15, -0.15, 0.02, -0.02, 0.08, -0.08};

    @Test
    void aDayLikeTheOthersIsNoAlarm() {
        Judgement judgement = judge(days(56, 100), 110);

        assertFalse(judgement.isAlarm());
        assertEquals(100, Objects.requireNonNull(judgement.expected()), 6);
    }

    @Test
    void aDoublingIsAnAlarmWithItsUsualRange() {
        Judgement judgement = judge(days(56, 100), 200);

        assertTrue(judgement.isAlarm(), judgement.toString());
        assertEquals(100, Objects.requireNonNull(judgement.expected()), 6);
        assertTrue(Objects.requireNonNull(judgement.usualLow()) < 90);
        assertTrue(Objects.requireNonNull(judgement.usualHigh()) > 110 && judgement.usualHigh() < 150);
        assertEquals(judgement.pValue(), judgement.falseAlarms(), "alone it is the whole family");
    }

    @Test
    void aFallIsNoAlarm() {
        assertFalse(judge(days(56, 100), 0).isAlarm());
    }

    @Test
    void mondaysAreComparedWithMondays() {
        double[] days = days(56, 100);
        for (int day = 0; day < days.length; day++) {
            days[day] *= (days.length - day) % 7 == 0 ? 1 : (days.length - day) % 7 < 3 ? 0.2 : 1;
        }

        assertFalse(judge(days, 110).isAlarm(), "a full day after a weekend");
        assertTrue(
                judge(Arrays.copyOf(days, 55), 60).isAlarm(),
                "three times what such a weekend day is, but less than a full day");
    }

    @Test
    void anIncidentDoesNotHideTheNextOne() {
        double[] days = days(56, 100);
        days[40] = 5_000;
        days[41] = 5_000;

        Judgement judgement = judge(days, 400);

        assertEquals(100, Objects.requireNonNull(judgement.expected()), 8);
        assertTrue(judgement.isAlarm(), judgement.toString());
    }

    @Test
    void aNewLevelIsUsualAfterTwoWeeks() {
        double[] days = days(56, 100);
        assertTrue(judge(Arrays.copyOf(days, 42), 300).isAlarm(), "on its first day");
        for (int day = 42; day < days.length; day++) {
            days[day] *= 3;
        }

        assertFalse(judge(days, 330).isAlarm());
    }

    @Test
    void whoComesBackFromAHolidayIsNotUnusual() {
        double[] days = days(56, 100);
        for (int day = 40; day < days.length; day++) {
            days[day] *= 0.1;
        }

        assertFalse(judge(days, 110).isAlarm());
    }

    @Test
    void daysOfWhichNothingIsKnownAreNoZeros() {
        double[] days = days(56, 100);
        days[20] = Double.NaN;
        days[55] = Double.NaN;

        assertTrue(judge(days, 200).isAlarm());
        assertFalse(judge(days, 110).isAlarm());
    }

    @Test
    void aShortHistoryIsRefusedWithItsReason() {
        Judgement judgement = judge(days(20, 100), 900);

        assertNull(judgement.pValue());
        assertFalse(judgement.isAlarm());
        assertEquals("20 days of history, at least 21 are needed", judgement.refusal());
        assertNull(judge(days(21, 100), 900).refusal());
    }

    @Test
    void whatComesBeforeTheFirstSpendIsNoHistory() {
        double[] days = days(56, 100);
        Arrays.fill(days, 0, 40, 0);

        assertEquals(
                "16 days of history, at least 21 are needed", judge(days, 900).refusal());
    }

    @Test
    void spendThatIsMostlyAbsentIsRefused() {
        double[] days = days(56, 100);
        for (int day = 1; day < days.length; day++) {
            days[day] = day % 7 == 0 ? 100 : 0;
        }

        assertNotNull(judge(days, 900).refusal());
    }

    @Test
    void moreSeriesAskForMoreOfEach() {
        List<Series> alone = List.of(new Series(days(56, 100), 160, 1));
        List<Series> many = new ArrayList<>(alone);
        for (int i = 0; i < 99; i++) {
            many.add(new Series(days(56, 100), 100, 1));
        }

        Judgement among = UnusualSpend.judge(many, A_MONTH).get(0);

        assertEquals(100 * Objects.requireNonNull(among.pValue()), Objects.requireNonNull(among.falseAlarms()), 1e-12);
    }

    @Test
    void theUnitOfMoneyDoesNotMatter() {
        double[] cents = Arrays.stream(days(56, 100)).map(x -> 100 * x).toArray();

        assertEquals(
                Objects.requireNonNull(judge(days(56, 100), 140).pValue()),
                Objects.requireNonNull(judge(cents, 14_000).pValue()),
                1e-12);
    }

    @Test
    void negativeSpendIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Series(days(56, 100), -1, 1));
    }

    /** 1,500 days of five series with tails of Student's t with three degrees of freedom; 49 are allowed of one expected a month. */
    @Test
    void falseAlarmsAreAsRareAsStatedAndWithoutTheFamilyTheyAreNot() {
        SplittableRandom random = new SplittableRandom(20261127);
        int alarms = 0;
        int unadjusted = 0;
        for (int day = 0; day < 1_500; day++) {
            List<Series> series = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                double[] days = new double[57];
                for (int j = 0; j < days.length; j++) {
                    days[j] = Math.exp(0.2 * student(random));
                }
                series.add(new Series(Arrays.copyOf(days, 56), days[56], 1));
            }
            List<Judgement> judgements = UnusualSpend.judge(series, A_MONTH);
            alarms += (int) judgements.stream().filter(Judgement::isAlarm).count();
            unadjusted += (int) judgements.stream()
                    .filter(judgement -> Objects.requireNonNull(judgement.pValue()) <= A_MONTH)
                    .count();
        }

        // Poisson with mean 1,500 / 30.4 exceeds 66 in one run of a hundred.
        assertTrue(alarms <= 66, alarms + " false alarms");
        assertTrue(unadjusted > 66, unadjusted + " without the family");
    }

    private static double student(SplittableRandom random) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            double normal = normal(random);
            squares += normal * normal;
        }
        return normal(random) / Math.sqrt(squares / 3);
    }

    private static double normal(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static Judgement judge(double[] history, double spend) {
        return UnusualSpend.judge(List.of(new Series(history, spend, 1)), A_MONTH)
                .get(0);
    }

    private static double[] days(int number, double level) {
        double[] days = new double[number];
        for (int day = 0; day < number; day++) {
            days[day] = level * (1 + NOISE[day % NOISE.length]);
        }
        return days;
    }
}
