package io.weighbridge.audit.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a judge model agrees with itself, order against order, and with labels that no model gave.
 *
 * @param promptVersion of its instructions; null where unknown
 * @param answers that it scored alone or in both orders
 * @param inOneOrder answers that it saw in one order only, which do not count
 * @param orderGap mean of score as the first minus score as the second; null where no answer was seen in both
 * @param labelled answers that also have a label
 * @param meanJudged its mean score of the labelled answers; null where there are none, as all that follows
 * @param meanLabel mean label of the same answers: the difference is the judge's bias
 * @param meanDifference mean absolute difference
 * @param correlation null also where one of the two does not vary
 */
public record JudgeAgreement(
        String task,
        String judge,
        @Nullable String promptVersion,
        long answers,
        long inOneOrder,
        @Nullable Double orderGap,
        long labelled,
        @Nullable Double meanJudged,
        @Nullable Double meanLabel,
        @Nullable Double meanDifference,
        @Nullable Double correlation) {

    /** By judge and version of its instructions. */
    static List<JudgeAgreement> of(String task, List<OutcomeUnit> units) {
        Map<JudgeVersion, Sums> sums = new TreeMap<>();
        for (OutcomeUnit unit : units) {
            for (Answer answer : unit.answers().values()) {
                for (Judgement judgement : answer.judgements()) {
                    sums.computeIfAbsent(judgement.judge(), unused -> new Sums())
                            .add(judgement, answer);
                }
            }
        }
        List<JudgeAgreement> agreements = new ArrayList<>();
        sums.forEach((key, sum) -> agreements.add(sum.agreement(task, key)));
        return agreements;
    }

    private static final class Sums {
        private long answers;
        private long inOneOrder;
        private long inBothOrders;
        private double gaps;
        private final List<double[]> pairs = new ArrayList<>();

        void add(Judgement judgement, Answer answer) {
            Double gap = judgement.orderGap();
            if (gap != null) {
                inBothOrders++;
                gaps += gap;
            }
            Double score = judgement.score();
            if (score == null) {
                inOneOrder++;
                return;
            }
            answers++;
            if (!answer.judged()) {
                pairs.add(new double[] {score, answer.score()});
            }
        }

        JudgeAgreement agreement(String task, JudgeVersion key) {
            double judged = mean(0);
            double label = mean(1);
            boolean known = !pairs.isEmpty();
            return new JudgeAgreement(
                    task,
                    key.judge(),
                    key.promptVersion(),
                    answers,
                    inOneOrder,
                    inBothOrders == 0 ? null : (Double) (gaps / inBothOrders),
                    pairs.size(),
                    known ? (Double) judged : null,
                    known ? (Double) label : null,
                    known
                            ? (Double) pairs.stream()
                                    .mapToDouble(pair -> Math.abs(pair[0] - pair[1]))
                                    .average()
                                    .orElseThrow()
                            : null,
                    correlation(judged, label));
        }

        private double mean(int column) {
            return pairs.stream().mapToDouble(pair -> pair[column]).average().orElse(0);
        }

        private @Nullable Double correlation(double judged, double label) {
            double products = 0;
            double squaresJudged = 0;
            double squaresLabel = 0;
            for (double[] pair : pairs) {
                products += (pair[0] - judged) * (pair[1] - label);
                squaresJudged += (pair[0] - judged) * (pair[0] - judged);
                squaresLabel += (pair[1] - label) * (pair[1] - label);
            }
            boolean varies = squaresJudged > 1e-12 && squaresLabel > 1e-12;
            return varies ? (Double) (products / Math.sqrt(squaresJudged * squaresLabel)) : null;
        }
    }
}
