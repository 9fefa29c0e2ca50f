package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.tokenlog.Usd;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Units written by hand. */
final class Units {
    static final String INCUMBENT = "large";
    static final String CANDIDATE = "small";

    private Units() {}

    static OutcomeUnit unit(String id, double incumbentScore, double candidateScore, FrameDraw... draws) {
        SortedSet<FrameDraw> drawn = new TreeSet<>(java.util.List.of(draws));
        SortedMap<String, Answer> answers = new TreeMap<>();
        answers.put(INCUMBENT, answer(incumbentScore, "0.03", drawn));
        answers.put(CANDIDATE, answer(candidateScore, "0.01", drawn));
        return unit(id, answers);
    }

    static OutcomeUnit unit(String id, SortedMap<String, Answer> answers) {
        UnitCall call = new UnitCall(null, null, null, null, INCUMBENT, null);
        return new OutcomeUnit(id, "triage", "unit:" + id, call, null, null, null, null, answers);
    }

    static Answer answer(double score, @Nullable String costUsd, SortedSet<FrameDraw> draws) {
        return new Answer(score, false, List.of(), costUsd == null ? null : Usd.parse(costUsd), null, "grader", draws);
    }
}
