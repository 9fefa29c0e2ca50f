package io.weighbridge.trainer.fit;

import io.weighbridge.routing.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quality models of all candidates, fitted with one set of settings.
 *
 * @param candidates in the order of the label columns
 */
public record QualityModels(FitSettings settings, List<CandidateFit> candidates) {
    private static final double[] SHARES = {0.25, 0.5, 0.75, 1};
    /** 95th percentile of chi-squared with one degree of freedom. */
    private static final double CHANCE = 3.84;

    public QualityModels {
        candidates = List.copyOf(candidates);
    }

    /** Expected quality of each candidate for a row. */
    public double[] quality(Requests requests, String task, int row) {
        SparseRows features = requests.features(settings.schema());
        double[] quality = new double[candidates.size()];
        Arrays.setAll(quality, k -> candidates.get(k).quality(task, features, row));
        return quality;
    }

    /**
     * Fits on the rows. Calibration and the share of the per-call models are chosen on out-of-fold predictions inside
     * the rows.
     *
     * @param innerFold inner fold of each of the rows
     */
    public static QualityModels fit(
            Labels labels, Requests requests, int[] rows, int[] innerFold, FitSettings settings) {
        SparseRows features = requests.features(settings.schema());
        CandidateTrainer trainer = new CandidateTrainer(labels, features, settings);
        int[] all = IntStream.range(0, labels.candidates()).toArray();
        OutOfFold held = OutOfFold.of(trainer, labels, features, rows, innerFold, all);
        Calibration[] calibrations = calibrations(labels, held, all);
        double share = bestShare(labels, held, calibrations, all);
        List<CandidateFit> fits = IntStream.of(all)
                .parallel()
                .mapToObj(k -> {
                    CandidateTrainer.Fitted fitted = trainer.fit(k, rows);
                    return new CandidateFit(fitted.table(), fitted.perCall(), calibrations[k], share);
                })
                .toList();
        return new QualityModels(settings, fits);
    }

    static Calibration[] calibrations(Labels labels, OutOfFold held, int[] candidates) {
        Calibration[] calibrations = new Calibration[labels.candidates()];
        Arrays.fill(calibrations, Calibration.IDENTITY);
        for (int k : candidates) {
            int[] seen = IntStream.range(0, held.rows().length)
                    .filter(i -> labels.observed(held.rows()[i], k))
                    .toArray();
            if (seen.length > 0) {
                calibrations[k] = PlattFit.fit(
                        IntStream.of(seen)
                                .mapToDouble(i -> held.logOdds()[i][k])
                                .toArray(),
                        IntStream.of(seen)
                                .mapToDouble(i -> labels.score()[held.rows()[i]][k])
                                .toArray(),
                        meanOne(IntStream.of(seen)
                                .mapToDouble(i -> labels.weight()[held.rows()[i]])
                                .toArray()));
            }
        }
        return calibrations;
    }

    private static double[] meanOne(double[] weight) {
        double mean = Arrays.stream(weight).sum() / weight.length;
        return Arrays.stream(weight).map(w -> w / mean).toArray();
    }

    /**
     * The share that explains most, or 0 where no share explains more than the table beyond what one more parameter
     * explains by chance (likelihood ratio, 5 %).
     */
    static double bestShare(Labels labels, OutOfFold held, Calibration[] calibrations, int[] candidates) {
        double ofTable = signal(labels, held, calibrations, candidates, 0);
        double best = 0;
        double most = Math.max(0, ofTable) + CHANCE / held.rows().length;
        for (double share : SHARES) {
            double signal = signal(labels, held, calibrations, candidates, share);
            if (signal > most) {
                most = signal;
                best = share;
            }
        }
        return best;
    }

    static double signal(Labels labels, OutOfFold held, Calibration[] calibrations, int[] candidates, double share) {
        double[][] predicted = new double[held.rows().length][labels.candidates()];
        double[][] label = new double[predicted.length][];
        double[] weight = new double[predicted.length];
        for (int i = 0; i < predicted.length; i++) {
            for (int k : candidates) {
                double perCall = calibrations[k].apply(held.logOdds()[i][k]);
                predicted[i][k] = share * perCall + (1 - share) * held.table()[i][k];
            }
            label[i] = labels.score()[held.rows()[i]];
            weight[i] = labels.weight()[held.rows()[i]];
        }
        return RoutingSignal.of(predicted, label, weight, candidates);
    }
}
