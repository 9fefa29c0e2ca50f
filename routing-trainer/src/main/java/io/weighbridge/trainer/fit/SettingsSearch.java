package io.weighbridge.trainer.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the settings with the most out-of-fold {@link RoutingSignal} inside the training rows. Of many candidates a
 * few are compared, spread over their mean quality: the settings are shared, and the search would cost more than all
 * fits together.
 */
public final class SettingsSearch {
    private static final int MOST_COMPARED = 4;

    private SettingsSearch() {}

    /**
     * Walks one setting at a time: first the ridge, then whether words are crossed with tasks.
     *
     * @param innerFold inner fold of each of the rows
     */
    public static FitSettings best(Labels labels, Requests requests, int[] rows, int[] innerFold) {
        int[] compared = spread(labels, rows);
        FitSettings best = FitSettings.ridges().getFirst();
        double most = Double.NEGATIVE_INFINITY;
        for (FitSettings settings : FitSettings.ridges()) {
            double signal = signal(labels, requests, rows, innerFold, settings, compared);
            if (signal > most) {
                most = signal;
                best = settings;
            }
        }
        FitSettings crossed = best.crossed();
        boolean severalTasks = IntStream.of(rows)
                        .mapToObj(row -> labels.task()[row])
                        .distinct()
                        .count()
                > 1;
        return severalTasks && signal(labels, requests, rows, innerFold, crossed, compared) > most ? crossed : best;
    }

    private static double signal(
            Labels labels, Requests requests, int[] rows, int[] innerFold, FitSettings settings, int[] compared) {
        SparseRows features = requests.features(settings.schema());
        CandidateTrainer trainer = new CandidateTrainer(labels, features, settings);
        OutOfFold held = OutOfFold.of(trainer, labels, features, rows, innerFold, compared);
        return held.signal(held.quality(held.scales(), 1)).mean();
    }

    private static int[] spread(Labels labels, int[] rows) {
        int candidates = labels.candidates();
        if (candidates <= MOST_COMPARED) {
            return IntStream.range(0, candidates).toArray();
        }
        Integer[] byMean = IntStream.range(0, candidates).boxed().toArray(Integer[]::new);
        double[] mean = IntStream.range(0, candidates)
                .mapToDouble(k -> IntStream.of(rows)
                        .filter(row -> labels.observed(row, k))
                        .mapToDouble(row -> labels.score()[row][k])
                        .average()
                        .orElse(0))
                .toArray();
        Arrays.sort(byMean, Comparator.comparingDouble(k -> mean[k]));
        return IntStream.range(0, MOST_COMPARED)
                .map(j -> byMean[(int) Math.round((double) j * (candidates - 1) / (MOST_COMPARED - 1))])
                .toArray();
    }
}
