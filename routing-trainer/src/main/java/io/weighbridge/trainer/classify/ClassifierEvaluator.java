package io.weighbridge.trainer.classify;

import io.weighbridge.routing.Classification;
import io.weighbridge.routing.ClassifierModel;
import io.weighbridge.routing.ClassifierModel.LabelEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Counts what a classifier said of texts whose labels are known. */
final class ClassifierEvaluator {
    private ClassifierEvaluator() {}

    /**
     * @param truth label of each text
     * @param said what the classifier says of it
     * @param majority the label that is most frequent in training
     */
    static ClassifierModel.Evaluation of(
            List<String> labels, List<String> truth, List<Classification> said, String majority) {
        long right = 0;
        long covered = 0;
        long rightOfCovered = 0;
        long ofMajority = 0;
        for (int i = 0; i < truth.size(); i++) {
            boolean isRight = said.get(i).mostProbable().equals(truth.get(i));
            boolean isCovered = said.get(i).label().isPresent();
            right += isRight ? 1 : 0;
            covered += isCovered ? 1 : 0;
            rightOfCovered += isRight && isCovered ? 1 : 0;
            ofMajority += truth.get(i).equals(majority) ? 1 : 0;
        }
        List<LabelEvaluation> classes =
                labels.stream().map(label -> ofLabel(label, truth, said)).toList();
        return new ClassifierModel.Evaluation(
                truth.size(),
                share(right, truth.size()).orElse(0),
                share(ofMajority, truth.size()).orElse(0),
                share(covered, truth.size()).orElse(0),
                share(rightOfCovered, covered),
                new ArrayList<>(classes));
    }

    private static LabelEvaluation ofLabel(String label, List<String> truth, List<Classification> said) {
        long texts = 0;
        long abstained = 0;
        long given = 0;
        long rightly = 0;
        for (int i = 0; i < truth.size(); i++) {
            boolean has = truth.get(i).equals(label);
            boolean is = said.get(i).label().filter(label::equals).isPresent();
            texts += has ? 1 : 0;
            abstained += has && said.get(i).label().isEmpty() ? 1 : 0;
            given += is ? 1 : 0;
            rightly += has && is ? 1 : 0;
        }
        return new LabelEvaluation(label, texts, abstained, share(rightly, given), share(rightly, texts));
    }

    private static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / (double) whole);
    }
}
