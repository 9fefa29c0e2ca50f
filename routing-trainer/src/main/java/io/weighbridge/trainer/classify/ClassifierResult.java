package io.weighbridge.trainer.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of training a classifier, as its JSON spells it in snake_case.
 *
 * @param ridge chosen on the select part
 * @param smileDifference largest difference between an exported probability and Smile's
 */
public record ClassifierResult(
        String classifier,
        List<String> labels,
        int examples,
        int fit,
        int select,
        double ridge,
        double threshold,
        double smileDifference,
        Evaluation evaluation) {

    /** See {@link io.weighbridge.routing.ClassifierModel.Evaluation}. */
    public record Evaluation(
            long texts,
            double accuracy,
            double majorityAccuracy,
            double coverage,
            @Nullable Double coveredAccuracy,
            List<Label> classes) {}

    /** See {@link io.weighbridge.routing.ClassifierModel.LabelEvaluation}. */
    public record Label(
            String label,
            long texts,
            long abstained,
            @Nullable Double precision,
            @Nullable Double recall) {}
}
