package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.FitSettings;
import io.weighbridge.trainer.fit.InnerFolds;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.SettingsSearch;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** The router itself: settings searched, models fitted, calibrated and blended inside the training rows only. */
final class RoutedQuality implements Predictor {
    private final Requests requests;
    private final int[] groups;
    private final Optional<FitSettings> fixed;
    private final long seed;
    private final ConcurrentSkipListSet<String> chosen = new ConcurrentSkipListSet<>();

    /** @param fixed settings to use; empty to search them in every fold */
    RoutedQuality(Requests requests, int[] groups, Optional<FitSettings> fixed, long seed) {
        this.requests = requests;
        this.groups = groups;
        this.fixed = fixed;
        this.seed = seed;
    }

    @Override
    public double[][] predict(Labels labels, int[] train, int[] test) {
        InnerFolds folds = InnerFolds.of(labels, groups, train, seed);
        FitSettings settings = fixed.orElseGet(() -> SettingsSearch.best(labels, requests, folds));
        QualityModels models = QualityModels.fit(labels, requests, folds, settings);
        chosen.add(settings.description() + ", per-call share "
                + models.candidates().getFirst().perCallShare());
        return Arrays.stream(test)
                .mapToObj(row -> models.quality(requests, labels.task()[row], row))
                .toArray(double[][]::new);
    }

    /** The settings chosen so far, one description per distinct choice. */
    SortedSet<String> chosen() {
        return new TreeSet<>(chosen);
    }
}
