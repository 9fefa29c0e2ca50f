package io.weighbridge.bench.replay;

import io.weighbridge.evidence.FamilyVerdicts.PValues;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a designer would reach who knew before the first draw the mean, the spread and the cost of the candidate's answers in every
 * stratum: Neyman's allocation for unequal costs (Cochran, Sampling Techniques, 5.5), with variance times cost
 * (Σ_s w_s σ_s √c_s)². No plan over the same strata can need less for a width, so it says how much of a gap is the plan's fault
 * and how much lies in the data.
 *
 * @param meanDifference Δ of the frame
 * @param varianceTimesCost of an estimate by the best allocation
 * @param simpleVarianceTimesCost by uniform draws and the plain mean of the differences
 */
record ClairvoyantDesign(double meanDifference, double varianceTimesCost, double simpleVarianceTimesCost) {

    static ClairvoyantDesign of(Population population) {
        int calls = population.calls();
        int highest = Arrays.stream(population.strata()).max().orElse(0);
        double[] number = new double[highest + 1];
        double[] sum = new double[highest + 1];
        double[] cost = new double[highest + 1];
        double mean = population.meanDifference();
        double simple = 0;
        for (int call = 0; call < calls; call++) {
            int stratum = population.strata()[call];
            double difference = population.difference(call);
            number[stratum]++;
            sum[stratum] += difference;
            cost[stratum] += population.costs()[call];
            simple += (difference - mean) * (difference - mean) / calls;
        }
        double[] squares = new double[highest + 1];
        for (int call = 0; call < calls; call++) {
            int stratum = population.strata()[call];
            double deviation = population.difference(call) - sum[stratum] / number[stratum];
            squares[stratum] += deviation * deviation;
        }
        double best = 0;
        for (int stratum = 0; stratum <= highest; stratum++) {
            best += Math.sqrt(squares[stratum] * cost[stratum]) / calls; // n_s·σ_s·√c_s
        }
        return new ClairvoyantDesign(
                mean,
                best * best,
                simple * Arrays.stream(population.costs()).average().orElse(0));
    }

    /** Cost of a width, divided by that of uniform draws and the plain mean. */
    double againstSimple() {
        return varianceTimesCost / simpleVarianceTimesCost;
    }

    /**
     * One look at the end with known variances, as it would come out this time.
     *
     * @param budget what is paid for all draws
     */
    PValues look(double budget, double tolerance, RandomGenerator random) {
        double error = Math.sqrt(varianceTimesCost / budget);
        double z = (meanDifference + tolerance) / error + random.nextGaussian();
        NormalDistribution normal = NormalDistribution.of(0, 1);
        return new PValues(normal.survivalProbability(z), normal.cumulativeProbability(z));
    }
}
