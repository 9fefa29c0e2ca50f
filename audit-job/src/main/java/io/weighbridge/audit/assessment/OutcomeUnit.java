package io.weighbridge.audit.assessment;

import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.routing.RoutingRequest;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work with every model's answer to it.
 *
 * @param cluster units of one cluster are not independent
 * @param call the call of the lake that the unit is; null where it is none
 * @param prompt null where text is not kept
 * @param features what was kept of the prompt in its place; null beside a prompt
 */
record OutcomeUnit(
        String unitId,
        String task,
        String cluster,
        @Nullable UnitCall call,
        @Nullable String prompt,
        @Nullable PromptFeatures features,
        @Nullable Long inputTokens,
        @Nullable Instant occurredAt,
        SortedMap<String, Answer> answers) {

    /**
     * What a router that explores drew for a call.
     *
     * @param model the one drawn, which a fallback may have replaced
     * @param propensity with which it was drawn, in (0, 1]
     * @param models it was drawn among
     */
    record Drawn(String model, double propensity, int models) {
        /** The least propensity of any of these models, if all but the preferred one are explored alike. */
        double leastPropensity() {
            return models < 2 ? 0 : Math.min(propensity, (1 - propensity) / (models - 1));
        }
    }

    /**
     * What is known of the call behind a unit.
     *
     * @param drawn null where no router with recorded propensities decided
     */
    record UnitCall(
            @Nullable String tenant,
            @Nullable String team,
            @Nullable String application,
            @Nullable String agent,
            String model,
            @Nullable Drawn drawn) {}

    /** Null where nothing says how good it is. */
    @Nullable
    Answer answer(String model) {
        Answer answer = answers.get(model);
        return answer == null || Double.isNaN(answer.score()) ? null : answer;
    }

    /** The answer if something else than a judge model says how good it is. */
    @Nullable
    Answer labelled(String model) {
        Answer answer = answers.get(model);
        return answer == null || answer.judged() ? null : answer;
    }

    /** The draws that hit this unit, for whatever model. */
    SortedSet<FrameDraw> draws() {
        SortedSet<FrameDraw> draws = new TreeSet<>();
        answers.values().forEach(answer -> draws.addAll(answer.draws()));
        return draws;
    }

    /**
     * How many calls of the population the unit stands for: Σ 1 / (n q) over its draws, and 1 where it was not sampled.
     *
     * @param drawsOfPopulation n, draws made from each population by all replays
     */
    double weight(Map<Frame.Population, Long> drawsOfPopulation) {
        SortedSet<FrameDraw> draws = draws();
        if (draws.isEmpty()) {
            return 1;
        }
        double weight = 0;
        for (FrameDraw draw : draws) {
            weight += draw.callsStoodFor(
                    drawsOfPopulation.getOrDefault(draw.frame().population(), 1L));
        }
        return weight;
    }

    /** What a router may know of it. */
    RoutingRequest request() {
        RoutingRequest request =
                features == null ? RoutingRequest.of(task, prompt) : RoutingRequest.ofFeatures(task, features);
        RoutingRequest counted = inputTokens == null ? request : request.withInputTokens(inputTokens);
        return call == null ? counted : counted.withAttribution(call.tenant(), call.team(), call.application());
    }

    /** The unit without its text, which verdicts do not need. */
    OutcomeUnit withoutPrompt() {
        return new OutcomeUnit(unitId, task, cluster, call, null, null, inputTokens, occurredAt, answers);
    }
}
