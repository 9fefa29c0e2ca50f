package io.weighbridge.audit.assessment;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A unit with what judge models made of its answers.
 *
 * @param prompt null where text is not kept
 * @param scores by model, of the answers that judges scored, whether or not a label outranks them now
 */
public record JudgedUnit(
        String unitId,
        String task,
        String cluster,
        @Nullable String prompt,
        Map<String, Double> scores) {

    static JudgedUnit of(OutcomeUnit unit) {
        Map<String, Double> scores = new TreeMap<>();
        unit.answers().forEach((model, answer) -> {
            Double score = Judgement.meanOf(answer.judgements());
            if (score != null) {
                scores.put(model, score);
            }
        });
        return new JudgedUnit(unit.unitId(), unit.task(), unit.cluster(), unit.prompt(), scores);
    }
}
