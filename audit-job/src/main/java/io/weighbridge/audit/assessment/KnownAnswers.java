package io.weighbridge.audit.assessment;

import io.weighbridge.tokenlog.Usd;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the answers to one unit.
 *
 * @param unitId the call, where the unit is one
 * @param byModel the models that have answered
 */
public record KnownAnswers(String unitId, String task, Map<String, KnownAnswer> byModel) {

    /**
     * One model's answer.
     *
     * @param score in [0, 1]
     * @param cost null where unknown
     * @param relativeProbability N·q of the first draw that bought it; 1 where none did
     */
    public record KnownAnswer(double score, @Nullable Usd cost, double relativeProbability) {}

    static KnownAnswers of(OutcomeUnit unit) {
        Map<String, KnownAnswer> byModel = new TreeMap<>();
        unit.answers().forEach((model, answer) -> {
            if (answer.judged()) {
                return; // a model's guess of its quality
            }
            double relative =
                    answer.draws().isEmpty() ? 1 : answer.draws().first().relativeProbability();
            byModel.put(model, new KnownAnswer(answer.score(), answer.cost(), relative));
        });
        return new KnownAnswers(unit.unitId(), unit.task(), byModel);
    }
}
