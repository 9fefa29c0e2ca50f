package io.weighbridge.trainer.train;

import io.weighbridge.cli.JobFailedException;
import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.Score;
import io.weighbridge.routing.SparseVector;
import io.weighbridge.trainer.fit.PerCallModel;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.SparseRows;
import io.weighbridge.trainer.fit.TreeModel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import smile.classification.SparseLogisticRegression;
import smile.util.SparseArray;

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
        return IntStream.range(0, set.units().size())
                .parallel()
                .mapToDouble(i -> {
                    SmileRow row = new SmileRow(PerCallModel.toSmile(features, i), features.vector(i));
                    return difference(
                            router.scores(requests.at(i)),
                            smile,
                            row,
                            set.units().get(i));
                })
                .max()
                .orElse(0);
    }

    private static double difference(List<Score> scores, List<SmileModel> smile, SmileRow row, TrainingUnit unit) {
        double largest = 0;
        for (int k = 0; k < smile.size(); k++) {
            OptionalDouble logOdds = scores.get(k).logOdds();
            if (logOdds.isEmpty()) {
                continue;
            }
            double difference =
                    Math.abs(smile.get(k).probability(row) - Calibration.IDENTITY.apply(logOdds.getAsDouble()));
            if (!(difference <= LARGEST_DIFFERENCE)) {
                throw new JobFailedException(
                        "export: score of " + scores.get(k).model() + " on unit " + unit.unitId()
                                + " differs from Smile's by " + difference,
                        null);
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    /** A unit's features as Smile's two kinds of model take them. */
    private record SmileRow(SparseArray linear, SparseVector trees) {}

    private record SmileModel(
            SparseLogisticRegression.Binomial linear,
            @Nullable TreeModel trees) {
        double probability(SmileRow row) {
            double[] probability = new double[2];
            linear.predict(row.linear(), probability);
            if (trees == null) {
                return probability[1];
            }
            double logOdds = Math.log(probability[1] / (1 - probability[1]));
            return Calibration.IDENTITY.apply(logOdds + trees.smileLogOdds(row.trees()));
        }
    }
}
