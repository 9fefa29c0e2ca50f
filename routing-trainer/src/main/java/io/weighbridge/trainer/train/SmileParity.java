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
import java.util.List;
import java.util.OptionalDouble;
import smile.classification.SparseLogisticRegression;
import smile.util.SparseArray;

/** Checks an export: on every training row the policy's own score must equal Smile's. */
final class SmileParity {
    /** Two orders of one sum, and two exponentials. */
    static final double LARGEST_DIFFERENCE = 1e-12;

    private SmileParity() {}

    /**
     * @return the largest difference of probabilities over all rows and models
     * @throws JobFailedException naming unit and model where the export scores differently
     */
    static double check(Policy policy, QualityModels models, TrainingSet set, Requests requests) {
        Router router = Router.of(policy);
        SparseRows features = requests.features(models.settings().schema());
        List<SparseLogisticRegression.Binomial> smile =
                models.candidates().stream().map(fit -> fit.perCall().toSmile()).toList();
        double largest = 0;
        for (int i = 0; i < set.units().size(); i++) {
            List<Score> scores = router.scores(requests.at(i));
            SparseArray row = PerCallModel.toSmile(features, i);
            for (int k = 0; k < smile.size(); k++) {
                double difference = difference(scores.get(k).logOdds(), smile.get(k), row);
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

    private static double difference(OptionalDouble logOdds, SparseLogisticRegression.Binomial smile, SparseArray row) {
        if (logOdds.isEmpty()) {
            return 0;
        }
        double[] probability = new double[2];
        smile.predict(row, probability);
        return Math.abs(probability[1] - Calibration.IDENTITY.apply(logOdds.getAsDouble()));
    }
}
