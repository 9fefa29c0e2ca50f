package io.weighbridge.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far each of several series strays from its forecast by itself: around 0, with a scale of its own and a shape that the series tell
 * together. Shapes are Student's t, down to two degrees of freedom, and normal with jumps upwards on a share of the days.
 *
 * <p>A few weeks of one series cannot say how often it strays as far as once in a year; the same weeks of all series can say what their
 * tails are like. So the prior of the shapes is estimated from all series (empirical Bayes: Robbins 1956; Efron, Large-Scale
 * Inference, 2010; by the EM algorithm on a grid, Laird, JASA 1978) with a few series' worth of doubt, that of each scale is flat in its logarithm, and
 * the probability of a residual is the mean over both after the series' own residuals were seen. With few residuals that is
 * wider than any one distribution that fits them. What lies far below the forecast counts as that and no further: holidays say nothing of
 * how far spend rises.
 */
final class NoiseTails {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** Distance from 0 that a standard normal number exceeds in half of the cases. */
    private static final double NORMAL_MEDIAN = NORMAL.inverseCumulativeProbability(0.75);

    private static final List<Shape> SHAPES = List.of(
            new Student(2),
            new Student(3),
            new Student(5),
            new Student(10),
            new WithJumps(0),
            new WithJumps(0.02),
            new WithJumps(0.1),
            new WithJumps(0.3));
    /** What is thought of the shapes before any residual was seen, in numbers of series. */
    private static final double[] DOUBTS = {0.1, 0.3, 0.3, 0.4, 0.8, 0.2, 0.2, 0.2};

    private static final double STEP = 1.12;
    private static final int STEPS = 8;
    private static final int WIDTH = 2 * STEPS + 1;
    /** In scales. */
    private static final double FAR_BELOW = -1;

    /**
     * In residuals of a series: with as many, p-values are doubled, and with twice as many raised by a quarter. Chosen on simulated worlds
     * ({@code evidence/COVERAGE.md}): without it, short histories with rare dear calls gave more false alarms than are allowed.
     */
    private static final double DOUBT = 27;

    private static final double FAR_ABOVE = 4;
    private static final int SERIES_PER_INCIDENT = 50;
    private static final int LONGEST_INCIDENT = 7;
    private static final int DAYS_THAT_TELL = 42;

    private static final int ROUNDS = 400;
    private static final double NEGLIGIBLE = 1e-10;

    private final double[] scales;
    /** By series, then shape, then step of the scale; each series' add up to 1. */
    private final double[][] weights;

    private NoiseTails(double[] scales, double[][] weights) {
        this.scales = scales;
        this.weights = weights;
    }

    /**
     * How far the days of one series were from their forecasts.
     *
     * @param leastScale what its noise is at least, however alike most of its days are
     */
    record Residuals(double[] values, double leastScale) {}

    /** @param series each around 0, the last residual of each of the same day */
    static NoiseTails of(List<Residuals> series) {
        double[] scales = series.stream()
                .mapToDouble(each -> Math.max(each.leastScale(), Medians.scale(each.values())))
                .toArray();
        List<double[]> residuals = series.stream().map(Residuals::values).toList();
        List<double[]> usual = withoutIncidents(residuals, scales);
        int cells = SHAPES.size() * WIDTH;
        double[][] weights = new double[scales.length][cells];
        double[][] marginal = new double[scales.length][SHAPES.size()];
        for (int i = 0; i < scales.length; i++) {
            likelihoods(usual.get(i), scales[i], weights[i], marginal[i]);
        }
        double[] prior = prior(marginal);
        for (double[] own : weights) {
            double sum = 0;
            for (int cell = 0; cell < cells; cell++) {
                own[cell] *= prior[cell / WIDTH];
                sum += own[cell];
            }
            for (int cell = 0; cell < cells; cell++) {
                own[cell] /= sum;
            }
        }
        return new NoiseTails(scales, weights);
    }

    /**
     * What is left when an incident is forgotten: days in a row on which anything strayed far. Everything on them that did is left out, so that
     * one incident of one team does not make the next one usual. Where there were more of them than one, and one for each fifty series, or longer ones than a week, they are how
     * these series are, and none is forgotten; nor is any in a history of less than eight weeks, which cannot tell.
     */
    private static List<double[]> withoutIncidents(List<double[]> residuals, double[] scales) {
        int days = residuals.stream().mapToInt(each -> each.length).max().orElse(0);
        BitSet far = new BitSet();
        for (int i = 0; i < scales.length; i++) {
            double[] own = residuals.get(i);
            for (int back = 0; back < own.length; back++) {
                if (own[own.length - 1 - back] > FAR_ABOVE * scales[i]) {
                    far.set(back);
                }
            }
        }
        int most = 1 + scales.length / SERIES_PER_INCIDENT;
        if (days < DAYS_THAT_TELL || runs(far) > most || far.cardinality() > most * LONGEST_INCIDENT) {
            return residuals;
        }
        List<double[]> usual = new ArrayList<>();
        for (int i = 0; i < scales.length; i++) {
            double[] own = residuals.get(i);
            double nearest = FAR_ABOVE * scales[i];
            usual.add(IntStream.range(0, own.length)
                    .filter(day -> own[day] <= nearest)
                    .mapToDouble(day -> own[day])
                    .toArray());
        }
        return usual;
    }

    /** Fills in the likelihood of each cell, relative to the series' largest, and its mean by shape. */
    private static void likelihoods(double[] residuals, double scale, double[] cells, double[] marginal) {
        double most = Double.NEGATIVE_INFINITY;
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = logLikelihood(residuals, scale, SHAPES.get(cell / WIDTH), scale(scale, cell));
            most = Math.max(most, cells[cell]);
        }
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = StrictMath.exp(cells[cell] - most);
            marginal[cell / WIDTH] += cells[cell];
        }
    }

    private static double scale(double scale, int cell) {
        return scale
                / SHAPES.get(cell / WIDTH).medianDistance()
                * NORMAL_MEDIAN
                * StrictMath.pow(STEP, cell % WIDTH - STEPS);
    }

    private static double logLikelihood(double[] residuals, double robust, Shape shape, double scale) {
        double floor = FAR_BELOW * robust;
        double sum = 0;
        int below = 0;
        int within = 0;
        for (double residual : residuals) {
            if (residual < floor) {
                below++;
            } else {
                sum += shape.logDensity(residual / scale);
                within++;
            }
        }
        return sum
                - within * StrictMath.log(scale)
                + (below == 0 ? 0 : below * StrictMath.log(shape.below(floor / scale)));
    }

    private static double[] prior(double[][] marginal) {
        double doubt = Arrays.stream(DOUBTS).sum();
        double[] prior = Arrays.stream(DOUBTS).map(each -> each / doubt).toArray();
        for (int round = 0; round < ROUNDS; round++) {
            double[] counts = DOUBTS.clone();
            for (double[] own : marginal) {
                double sum = 0;
                for (int shape = 0; shape < prior.length; shape++) {
                    sum += prior[shape] * own[shape];
                }
                for (int shape = 0; shape < prior.length; shape++) {
                    counts[shape] += prior[shape] * own[shape] / sum;
                }
            }
            for (int shape = 0; shape < prior.length; shape++) {
                prior[shape] = counts[shape] / (doubt + marginal.length);
            }
        }
        return prior;
    }

    /** A series' standard deviation if it were normal, from its median distance from 0. */
    double scale(int series) {
        return scales[series];
    }

    /** Runs of days. */
    static int runs(BitSet days) {
        int runs = 0;
        for (int day = days.nextSetBit(0); day >= 0; day = days.nextSetBit(days.nextClearBit(day))) {
            runs++;
        }
        return runs;
    }

    /** What p-values are multiplied by after so many residuals of a series: weeks say only so much of what is rarer than once in weeks. */
    static double doubt(int residuals) {
        double doubt = DOUBT / residuals;
        return 1 + doubt * doubt;
    }

    /** The probability that a series strays at least so far above its forecast by itself. */
    double survival(int series, double residual) {
        double sum = 0;
        double[] own = weights[series];
        for (int cell = 0; cell < own.length; cell++) {
            if (own[cell] > NEGLIGIBLE) {
                sum += own[cell] * SHAPES.get(cell / WIDTH).above(residual / scale(scales[series], cell));
            }
        }
        return Math.min(1, sum);
    }

    /** A distribution around 0 of about unit scale. */
    private interface Shape {
        double logDensity(double z);

        double below(double z);

        double above(double z);

        /** Of what lies around 0 by itself. */
        double medianDistance();
    }

    private record Student(TDistribution distribution, double constant, double freedom, double medianDistance)
            implements Shape {
        Student(double freedom) {
            this(
                    TDistribution.of(freedom),
                    TDistribution.of(freedom).logDensity(0),
                    freedom,
                    TDistribution.of(freedom).inverseCumulativeProbability(0.75));
        }

        @Override
        public double logDensity(double z) {
            return constant - (freedom + 1) / 2 * StrictMath.log1p(z * z / freedom);
        }

        @Override
        public double below(double z) {
            return distribution.cumulativeProbability(z);
        }

        @Override
        public double above(double z) {
            return distribution.survivalProbability(z);
        }
    }

    /** Normal, but for a share of the days that jump up, by a half-normal distance of {@value #JUMP} scales. */
    private record WithJumps(double share) implements Shape {
        private static final double JUMP = 20;
        private static final double CONSTANT = -0.5 * StrictMath.log(2 * Math.PI);

        @Override
        public double logDensity(double z) {
            double usual = CONSTANT - z * z / 2;
            double far = z / JUMP;
            return share == 0
                    ? usual
                    : StrictMath.log((1 - share) * StrictMath.exp(usual)
                            + (z < 0 ? 0 : 2 * share / JUMP * StrictMath.exp(CONSTANT - far * far / 2))
                            + Double.MIN_NORMAL);
        }

        @Override
        public double below(double z) {
            double jumped = z < 0 ? 0 : 1 - 2 * NORMAL.survivalProbability(z / JUMP);
            return (1 - share) * NORMAL.cumulativeProbability(z) + share * jumped;
        }

        @Override
        public double above(double z) {
            return (1 - share) * NORMAL.survivalProbability(z)
                    + share * Math.min(1, 2 * NORMAL.survivalProbability(z / JUMP));
        }

        @Override
        public double medianDistance() {
            return NORMAL_MEDIAN;
        }
    }
}
