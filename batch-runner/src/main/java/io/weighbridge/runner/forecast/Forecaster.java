package io.weighbridge.runner.forecast;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.PlanningSettings;
import io.weighbridge.runner.answer.Ladder;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.verify.Judge;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.Acceptance;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.LineRouting;
import io.weighbridge.runner.workload.LineRouting.Line;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadLines;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Forecasts a workload, and plans for a deadline, for which it reads the workload once. Batches cost less and take as long as they like; so they are begun where there is time
 * for them, waited for until only calls can still keep the deadline, and cancelled then. What a cancelled batch has not done costs
 * nothing, so beginning one never costs more than calling.
 *
 * <p>An item counts with everything that may become of it: each model that it may go up to with the probability that those below fail,
 * each call with its repetitions, and each answer with its judge.
 */
public final class Forecaster {
    /** For calls that are slower than assumed. */
    private static final double CALL_TIME_MARGIN = 1.5;

    private static final int CHARACTERS_PER_TOKEN = 4;
    /** A judge is asked with the verdicts in either order. */
    private static final int ORDERS = 2;
    /** Of batches at one model: answers, and judgements in either order. */
    private static final int WAVES = 1 + ORDERS;

    private static final int LONGEST_ANSWER = 1_000_000;
    private static final double PICODOLLARS = 1e12;

    private final Providers providers;
    private final CallPrices prices;
    private final CallLimits limits;
    private final PlanningSettings planning;
    private final Function<String, Duration> latencyOf;
    private final Verification verification;
    private final Experience experience;
    private final boolean isReusing;
    private final Clock clock;

    /**
     * @param latencyOf a model
     * @param experience of earlier runs
     * @param isReusing whether answers may come without a call, on which no forecast counts
     */
    public Forecaster(
            Providers providers,
            CallPrices prices,
            CallLimits limits,
            PlanningSettings planning,
            Function<String, Duration> latencyOf,
            Verification verification,
            Experience experience,
            boolean isReusing,
            Clock clock) {
        this.providers = providers;
        this.prices = prices;
        this.limits = limits;
        this.planning = planning;
        this.latencyOf = latencyOf;
        this.verification = verification;
        this.experience = experience;
        this.isReusing = isReusing;
        this.clock = clock;
    }

    /** One reading of a workload. */
    record Reading(Routing routing, Ladder ladder, Odds odds, Expected expected) {}

    public Forecast forecast(Path workload, Routing routing, Instant deadline) throws IOException {
        Reading reading = reading(routing);
        Expected expected = reading.expected();
        LineRouting lineRouting = new LineRouting(routing);
        Acceptance acceptance = new Acceptance(Set.of());
        try (WorkloadLines lines = WorkloadLines.open(workload)) {
            for (RawLine line = lines.next(); line != null; line = lines.next()) {
                add(lineRouting.line(line), acceptance, reading);
            }
        }
        Instant now = clock.instant();
        Duration callTime = expected.callTime(limits);
        Duration reserve =
                planning.batchCancel().plus(Duration.ofMillis((long) (callTime.toMillis() * CALL_TIME_MARGIN)));
        Instant until = deadline.minus(reserve);
        boolean isBatched = expected.isCheaperInBatches() && !until.isBefore(now.plus(planning.batchLeast()));
        return new Forecast(
                expected.items(),
                deadline,
                isBatched ? until : null,
                isBatched ? until.plus(planning.batchCancel()).plus(callTime) : now.plus(callTime),
                expected.cost(isBatched),
                expected.most(),
                expected.effort(isBatched),
                assumptions(reading));
    }

    /**
     * For a run without a deadline, which is shown its items as it accepts them.
     *
     * @param isBatched whether they go into batches where there are some
     * @param isShared whether workers make the calls, whose number nobody knows
     * @param seed of the choice of items to look at
     * @param told the forecast, once
     */
    public Survey survey(Routing routing, boolean isBatched, boolean isShared, long seed, Consumer<Forecast> told) {
        return new Survey(this, reading(routing), isBatched, isShared, new SplittableRandom(seed), told);
    }

    private Reading reading(Routing routing) {
        return new Reading(
                routing, new Ladder(routing, prices, providers.models()), new Odds(experience), new Expected());
    }

    /** Of the items that were looked at, if all are called or put into batches now. */
    Forecast forecast(Reading reading, boolean isBatched, boolean isTimed) {
        Expected expected = reading.expected();
        return new Forecast(
                expected.items(),
                null,
                null,
                isTimed ? clock.instant().plus(expected.callTime(limits)) : null,
                expected.cost(isBatched),
                null,
                expected.effort(isBatched),
                assumptions(reading));
    }

    private List<String> assumptions(Reading reading) {
        List<String> odds = reading.odds().assumptions(reading.expected().scale());
        return isReusing
                ? Stream.concat(odds.stream(), Stream.of(Forecast.NO_REUSE)).toList()
                : odds;
    }

    /** A line that is no request costs nothing; the run itself reports it. */
    private void add(Line line, Acceptance acceptance, Reading reading) {
        RoutedItem item;
        try {
            item = acceptance.accept(line);
        } catch (InvalidLineException e) {
            return;
        }
        reading.expected().item();
        lookAt(item, 1, reading);
    }

    /** @param weight how many items it stands for */
    void lookAt(RoutedItem item, double weight, Reading reading) {
        reading.expected().lookedAt(weight);
        double share = weight;
        int tier = 0;
        for (Optional<RoutedItem> asked = Optional.of(item); asked.isPresent(); tier++) {
            RoutedItem put = asked.get();
            Routing.Expectation answer = reading.routing().expected(put.item(), put.model());
            addTier(put, answer, share, tier, reading);
            asked = reading.ladder().above(put);
            share *= asked.isPresent() && verification.isOf(put.item().task())
                    ? reading.odds().failing(put.item(), put.model(), answer, share)
                    : 0;
        }
    }

    /**
     * Adds what one model of an item takes.
     *
     * @param share expected number of the items it stands for that come to it
     */
    private void addTier(RoutedItem item, Routing.Expectation answer, double share, int tier, Reading reading) {
        Optional<Judge> judge = verification.judge(item.item().task());
        // Where a judge has to be called, calls go on from there.
        boolean mayBeBatched = tier == 0
                || judge.isEmpty()
                || providers.of(judge.get().model()).hasBatchApi();
        reading.expected().answer(asking(item, share, tier * WAVES, answer.costUsd(), mayBeBatched, reading.odds()));
        if (judge.isPresent()) {
            double times = share * reading.odds().judging(item.item(), share);
            for (int order = 1; order <= ORDERS; order++) {
                int wave = tier * WAVES + order;
                reading.expected().judging(judging(judge.get(), item, answer, times, wave, reading.odds()));
            }
        }
    }

    /** The question to a judge about an answer that has as many tokens as is expected, of four characters each. */
    private Asking judging(
            Judge judge, RoutedItem item, Routing.Expectation answer, double times, int wave, Odds odds) {
        double answerTokens = answer.outputTokens().orElse(item.item().outputTokenBound());
        String text = "x".repeat((int) Math.min(answerTokens * CHARACTERS_PER_TOKEN, LONGEST_ANSWER));
        RoutedItem question = judge.askedAbout(item, text, false);
        OptionalDouble cost = prices.knows(question.model())
                ? OptionalDouble.of(prices.worstCase(
                                        question.model(),
                                        question.requestBody().length() / CHARACTERS_PER_TOKEN,
                                        question.item().outputTokenBound())
                                .picodollars()
                        / PICODOLLARS)
                : OptionalDouble.empty();
        return asking(question, times, wave, cost, true, odds);
    }

    /** @param times how often it is expected to be asked */
    private Asking asking(
            RoutedItem question, double times, int wave, OptionalDouble costUsd, boolean mayBeBatched, Odds odds) {
        Endpoint endpoint = providers.of(question.model());
        String body = question.requestBody();
        long bound = question.item().outputTokenBound();
        Usd worstCase = prices.worstCase(question.model(), body.getBytes(StandardCharsets.UTF_8).length, bound);
        return new Asking(
                endpoint,
                question.model(),
                wave,
                times,
                times * odds.retrying(question.model(), times),
                body.length() / CHARACTERS_PER_TOKEN + bound,
                latencyOf.apply(question.model()),
                costUsd,
                worstCase.times(limits.attempts()),
                mayBeBatched && endpoint.hasBatchApi());
    }
}
