package io.weighbridge.runner.forecast;

import io.weighbridge.runner.verify.Judge;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How often answers fail their checks, calls are repeated and answers are judged: as in earlier runs, else as the policy expects
 * it, else as assumed. Remembers which of these a forecast stands on.
 */
final class Odds {
    /** Where neither an earlier run nor the policy knows a model at a task. */
    private static final double FAILING = 0.1;

    private static final double RETRYING = 0.02;

    private final Experience experience;
    private double failingAsBefore;
    private double failingByPolicy;
    private double failingAssumed;
    private double retryingAsBefore;
    private double retryingAssumed;
    private double judgingAsBefore;
    private double judgingAssumed;

    Odds(Experience experience) {
        this.experience = experience;
    }

    /**
     * Probability that an answer fails a check of its task.
     *
     * @param weight expected number of such answers
     */
    double failing(WorkloadItem item, String model, Routing.Expectation expected, double weight) {
        OptionalDouble before = experience.failing(item.task(), model);
        if (before.isPresent()) {
            failingAsBefore += weight;
            return before.getAsDouble();
        }
        if (expected.quality().isPresent()) {
            failingByPolicy += weight;
            return 1 - expected.quality().getAsDouble();
        }
        failingAssumed += weight;
        return FAILING;
    }

    /** Expected number of further calls after the first. */
    double retrying(String model, double weight) {
        OptionalDouble before = experience.retrying(model);
        retryingAsBefore += before.isPresent() ? weight : 0;
        retryingAssumed += before.isPresent() ? 0 : weight;
        return before.orElse(RETRYING);
    }

    /** Probability that an answer goes before its judge, having passed the other checks. */
    double judging(WorkloadItem item, double weight) {
        OptionalDouble before = experience.judging(item.task(), Judge.taskOf(item.task()));
        judgingAsBefore += before.isPresent() ? weight : 0;
        judgingAssumed += before.isPresent() ? 0 : weight;
        return before.orElse(1);
    }

    /**
     * What was taken for granted, with the expected number of answers or calls that it was said of.
     *
     * @param scale of those numbers to the whole workload
     */
    List<String> assumptions(double scale) {
        List<String> said = new ArrayList<>();
        say(said, scale * failingAsBefore, "%,d checked answers fail as often as in earlier runs");
        say(said, scale * failingByPolicy, "%,d checked answers fail as often as the policy expects them to be wrong");
        say(
                said,
                scale * failingAssumed,
                "%,d checked answers, of which nothing is known, fail in " + percent(FAILING));
        say(said, scale * retryingAsBefore, "%,d calls are repeated as often as in earlier runs");
        say(
                said,
                scale * retryingAssumed,
                "%,d calls, of which nothing is known, are repeated in " + percent(RETRYING));
        say(said, scale * judgingAsBefore, "%,d answers come before their judge as often as in earlier runs");
        say(said, scale * judgingAssumed, "%,d answers all come before their judge");
        if (!said.isEmpty()) {
            said.add("a call that has to be repeated costs nothing");
        }
        return said;
    }

    private static void say(List<String> said, double weight, String words) {
        long count = Math.round(weight);
        if (count > 0) {
            said.add(String.format(Locale.ROOT, words, count));
        }
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " of 100";
    }
}
