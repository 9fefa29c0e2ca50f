package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Outcome.Judge;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one judge made of one answer.
 *
 * @param score of the answer alone, else the mean of both orders; null where it was only seen in one
 * @param orderGap score as the first minus score as the second; null where both are not known
 */
record Judgement(
        JudgeVersion judge,
        @Nullable Double score,
        @Nullable Double orderGap) {

    /** One for each judge among the outcomes, in their order; outcomes without a judge do not count. */
    static List<Judgement> of(List<Outcome> outcomes) {
        Map<JudgeVersion, Map<Judge.Order, List<Double>>> scores = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            Judge judge = outcome.judge();
            if (judge != null) {
                scores.computeIfAbsent(
                                new JudgeVersion(judge.model(), judge.promptVersion()),
                                unused -> new EnumMap<>(Judge.Order.class))
                        .computeIfAbsent(judge.order(), unused -> new ArrayList<>())
                        .add(outcome.score());
            }
        }
        List<Judgement> judgements = new ArrayList<>();
        scores.forEach((judge, byOrder) -> judgements.add(of(judge, byOrder)));
        return judgements;
    }

    private static Judgement of(JudgeVersion judge, Map<Judge.Order, List<Double>> byOrder) {
        Double alone = mean(byOrder.get(Judge.Order.ALONE));
        Double first = mean(byOrder.get(Judge.Order.FIRST));
        Double second = mean(byOrder.get(Judge.Order.SECOND));
        if (first == null || second == null) {
            return new Judgement(judge, alone, null);
        }
        return new Judgement(judge, alone == null ? (Double) ((first + second) / 2) : alone, first - second);
    }

    private static @Nullable Double mean(@Nullable List<Double> scores) {
        return scores == null
                ? null
                : (Double) scores.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow();
    }

    /** The mean over judges that have a score; null where none has. */
    static @Nullable Double meanOf(List<Judgement> judgements) {
        double[] known = judgements.stream()
                .map(Judgement::score)
                .filter(Objects::nonNull)
                .mapToDouble(Objects::requireNonNull)
                .toArray();
        double sum = 0;
        for (double score : known) {
            sum += score;
        }
        return known.length == 0 ? null : (Double) (sum / known.length);
    }
}
