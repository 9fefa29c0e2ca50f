package io.weighbridge.trainer.train;

import io.weighbridge.cli.JobFailedException;
import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.Score;
import io.weighbridge.trainer.fit.PerCallModel;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.SparseRows;
import io.weighbridge.trainer.fit.TreeModel;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import smile.classification.SparseLogisticRegression;

/** Checks an export: on every training row the policy's own score must equal Smile's. */
final class SmileParity {
    /** Of probabilities: two orders of one sum, and two exponentials. */
    static final double LARGEST_DIFFERENCE = 1e-12;

    private SmileParity() {}

    /**
     * @return the largest difference of probabilities over all rows and models
     * @throws JobFailedException naming unit and model where the export scores differently
     */
    static double check(Policy policy, QualityModels models, TrainingSet set, Requests requests) {
        Router router = Router.of(policy);
        SparseRows features = requests.features(models.settings().schema());
        List<SmileModel> smile = models.candidates().stream()
                .map(fit -> new SmileModel(fit.perCall().toSmile(), fit.trees()))
                .toList();
        double largest = 0;
        for (int i = 0; i < set.units().size(); i++) {
            List<Score> scores = router.scores(requests.at(i));
            for (int k = 0; k < smile.size(); k++) {
                OptionalDouble logOdds = scores.get(k).logOdds();
                if (logOdds.isEmpty()) {
                    continue;
                }
                double difference = Math.abs(
                        smile.get(k).probability(features, i) - Calibration.IDENTITY.apply(logOdds.getAsDouble()));
                if (!(difference <= LARGEST_DIFFERENCE)) {
                    throw new JobFailedException(
                            "export: score of " + scores.get(k).model() + " on unit "
                                    + set.units().get(i).unitId() + " differs from Smile's by " + difference,
                            null);
                }
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }

    private record SmileModel(
            SparseLogisticRegression.Binomial linear,
            @Nullable TreeModel trees) {
        double probability(SparseRows features, int row) {
            double[] probability = new double[2];
            linear.predict(PerCallModel.toSmile(features, row), probability);
            if (trees == null) {
                return probability[1];
            }
            double logOdds = Math.log(probability[1] / (1 - probability[1]));
            return Calibration.IDENTITY.apply(logOdds + trees.smileLogOdds(features.vector(row)));
        }
    }
}
