package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of many series of daily spend rose more on a day than they do by themselves, with an expected number of false alarms over all
 * of them that is chosen beforehand.
 *
 * <p>Each series is compared with its {@link SeasonalBaseline}; {@link NoiseTails} says how probable a rise as large is. A series with
 * weight w, all adding up to 1, is an alarm where that probability is at most w times the false alarms allowed. By linearity the expected
 * number of false alarms is then at most what is allowed, whatever the dependence between series (weighted Bonferroni: Genovese, Roeder and
 * Wasserman, Biometrika 2006; as an expected number: Desolneux, Moisan and Morel, From Gestalt Theory to Image Analysis, 2008). Only rises
 * count: falls cost nothing, and on a holiday everything falls.
 */
public final class UnusualSpend {
    private static final double USUAL = 0.05;
    private static final int HALVINGS = 30;
    /** Of spend that is the same on most days: two hundredths. */
    private static final double LEAST_NOISE = 0.02;

    /**
     * What is said of a series on a day, in the unit of its spends.
     *
     * @param expected median of what the day was to be; null where the history supports nothing
     * @param usualLow below it lies the day in one of twenty cases, above {@code usualHigh} in another; null where there is no alarm
     * @param pValue probability of a rise as large
     * @param falseAlarms expected over all series if every rise as improbable, by weight, were an alarm: p / w
     * @param isAlarm whether that is at most what is allowed
     * @param refusal why there is no judgement; null where there is one
     */
    public record Judgement(
            @Nullable Double expected,
            @Nullable Double usualLow,
            @Nullable Double usualHigh,
            @Nullable Double pValue,
            @Nullable Double falseAlarms,
            boolean isAlarm,
            @Nullable String refusal) {
        private static Judgement refused(String refusal) {
            return new Judgement(null, null, null, null, null, false, refusal);
        }
    }

    /** One series: the spends of the days before, and that of the day. */
    public record Series(double[] history, double spend, double weight) {
        /**
         * @param history in order, none negative, NaN where nothing is known of a day
         * @param weight importance by the history alone, more than 0; only its relation to the others' counts
         */
        public Series {
            if (!(spend >= 0 && weight > 0)) {
                throw new IllegalArgumentException(
                        "series: spend must not be negative and weight must be positive, were " + spend + ", "
                                + weight);
            }
        }
    }

    private UnusualSpend() {}

    /**
     * @param series in any order
     * @param falseAlarms expected number that is allowed on this day over all series
     * @return in the same order
     */
    public static List<Judgement> judge(List<Series> series, double falseAlarms) {
        List<Series> known = series.stream()
                .filter(each -> SeasonalBaseline.refusal(each.history()) == null)
                .toList();
        List<SeasonalBaseline> baselines =
                known.stream().map(each -> SeasonalBaseline.of(each.history())).toList();
        NoiseTails tails = NoiseTails.of(baselines.stream()
                .map(each -> new NoiseTails.Residuals(each.residuals(), LEAST_NOISE))
                .toList());
        double weights = known.stream().mapToDouble(Series::weight).sum();
        List<Tested> tested = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            double share = known.get(i).weight() / weights;
            tested.add(new Tested(known.get(i).spend(), share, baselines.get(i), tails, i));
        }
        double level = level(tested, falseAlarms);
        Iterator<Tested> next = tested.iterator();
        List<Judgement> judgements = new ArrayList<>();
        for (Series each : series) {
            String refusal = SeasonalBaseline.refusal(each.history());
            judgements.add(refusal == null ? next.next().judgement(level) : Judgement.refused(refusal));
        }
        return judgements;
    }

    /**
     * What is allowed, less where more earlier days would have been alarms than should have been by chance: then such days are usual
     * here. Days in a row are one.
     */
    private static double level(List<Tested> tested, double falseAlarms) {
        if (tested.stream().noneMatch(each -> each.falseAlarms(each.residual()) <= falseAlarms)) {
            return falseAlarms; // and nobody needs to know
        }
        BitSet unusual = new BitSet();
        int longest = 0;
        for (Tested each : tested) {
            double[] residuals = each.baseline().residuals();
            longest = Math.max(longest, residuals.length);
            for (int back = 0; back < residuals.length; back++) {
                double residual = residuals[residuals.length - 1 - back];
                if (residual > 0 && each.falseAlarms(residual) <= falseAlarms) {
                    unusual.set(back);
                }
            }
        }
        int times = NoiseTails.runs(unusual);
        return times == 0 ? falseAlarms : falseAlarms * Math.min(1, falseAlarms * longest / times);
    }

    /**
     * A series with enough history.
     *
     * @param share of all weights
     * @param place among the series of {@code tails}
     */
    private record Tested(double spend, double share, SeasonalBaseline baseline, NoiseTails tails, int place) {
        double residual() {
            return baseline.residual(spend);
        }

        double falseAlarms(double residual) {
            return pValue(residual) / share;
        }

        double pValue(double residual) {
            return Math.min(1, tails.survival(place, residual) * NoiseTails.doubt(baseline.residuals().length));
        }

        Judgement judgement(double level) {
            double falseAlarms = falseAlarms(residual());
            double pValue = pValue(residual());
            if (falseAlarms > level) {
                return new Judgement(baseline.spend(0), null, null, pValue, falseAlarms, false, null);
            }
            double usual = usual();
            return new Judgement(
                    baseline.spend(0), baseline.spend(-usual), baseline.spend(usual), pValue, falseAlarms, true, null);
        }

        /** The residual that is exceeded with probability {@link #USUAL}. */
        private double usual() {
            double low = 0;
            double high = tails.scale(place);
            while (tails.survival(place, high) > USUAL) {
                low = high;
                high *= 2;
            }
            for (int halving = 0; halving < HALVINGS; halving++) {
                double middle = (low + high) / 2;
                if (tails.survival(place, middle) > USUAL) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return high;
        }
    }
}
