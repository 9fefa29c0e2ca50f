package io.weighbridge.audit.replay;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.Assessment;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.Evidence;
import io.weighbridge.audit.assessment.EvidenceJob;
import io.weighbridge.audit.assessment.KnownAnswers;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.WindowFrames;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.SortableId;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.ReplayDesign;
import io.weighbridge.evidence.ReplaysNeeded;
import io.weighbridge.evidence.Verdict;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Plans a night of replays: for every task with an open verdict, draws from the calls that its incumbent answered, within
 * a budget that the worst case of all answers does not exceed. A task's part of the budget goes with its spend; what one
 * cannot use is left to the others.
 */
final class ReplayPlanJob {
    /** Where nothing is known: the difference from the tolerance that is to be seen, and the deviation of differences. */
    private static final double GAP_TO_SEE = 0.03;

    private static final double DEVIATION = 0.5;
    private static final double SMALLEST_GAP = 0.01;
    private static final long FEWEST_REPLAYS = 50;
    /** Twice the replays that are needed on average: then four of five such verdicts fall. */
    private static final int DRAWS_PER_NEEDED = 2;

    private static final int MOST_DRAWS_PER_CALL = 10;

    private final AuditOptions options;
    private final List<TaskRule> taskRules;
    private final CacheLifetimes lifetimes;
    private final Map<String, String> aliases;
    private final PriceBook prices;
    private final AnswerCosts costs;
    private final Instant now;
    private final long seed;
    private final @Nullable String name;
    private final @Nullable RegisteredWindow registered;

    /** @param name of the plan, which gives the draws; null is one that no other plan has */
    ReplayPlanJob(
            AuditOptions options,
            List<TaskRule> taskRules,
            CacheLifetimes lifetimes,
            Map<String, String> aliases,
            PriceBook prices,
            Clock clock,
            long seed,
            @Nullable String name,
            @Nullable RegisteredWindow registered) {
        this.name = name;
        this.registered = registered;
        this.options = options;
        this.taskRules = taskRules;
        this.lifetimes = lifetimes;
        this.aliases = aliases;
        this.prices = prices;
        this.now = clock.instant();
        this.costs = new AnswerCosts(new CallPricer(prices), now);
        this.seed = seed;
    }

    /** Open pairs of one task and how many draws they need. */
    record Open(String task, @Nullable String incumbent, List<Pair> pairs, BigDecimal spendUsd) {}

    record Pair(String candidate, String status, long replays) {}

    /** Sends requests and draws to the writer and sums them up. */
    ReplayPlan plan(Lake lake, Usd budget, RequestWriter writer) {
        String replayId =
                name == null ? SortableId.of(now, options.toString(), prices.version(), Long.toString(seed)) : name;
        Dataset<Row> calls = lake.calls().withColumn("task", CallTask.column(taskRules));
        Dataset<Row> window = CallWindow.of(calls, options.from(), options.to());
        SpendLedger ledger = new Rollups(lake, taskRules, lifetimes).ledger(options.from(), options.to());
        Map<String, Map<String, KnownAnswers>> known = new HashMap<>();
        Evidence evidence = new EvidenceJob(options, costs, aliases, registered)
                .run(
                        lake,
                        calls,
                        ledger,
                        answers -> known.computeIfAbsent(answers.task(), unused -> new HashMap<>())
                                .put(answers.unitId(), answers));
        List<Open> open = open(evidence, ledger);
        Map<String, FrameCalls> frames = frames(window, open);
        WindowFrames names = WindowFrames.of(options, ledger);
        List<ReplayPlan.Task> tasks = new ArrayList<>();
        Budget left = new Budget(budget.picodollars(), open);
        for (Open task : open) {
            FrameCalls frame = frames.getOrDefault(task.task(), new FrameCalls());
            TaskDraws draws = draws(task, frame, known.getOrDefault(task.task(), Map.of()));
            String reason = whyNot(task, frame, draws);
            double cap = left.capOf(task);
            if (draws == null || reason != null) {
                left.spend(task, 0);
                tasks.add(unplanned(task, frame, draws, reason));
                continue;
            }
            String frameName = names.name(task.task());
            int[] drawn =
                    draws.draw(cap, mostDraws(task, frame), new SplittableRandom(seed ^ seedOf(replayId, frameName)));
            TaskWriter.Written written = new TaskWriter(task.task(), replayId, frameName, frame, draws)
                    .write(window, drawn, known.getOrDefault(task.task(), Map.of()), writer);
            left.spend(task, written.worstPicodollars());
            tasks.add(new ReplayPlan.Task(
                    task.task(),
                    task.incumbent(),
                    frameName,
                    frame.size(),
                    0,
                    drawn.length,
                    written.requests(),
                    Dollars.ofPicodollars(written.expectedPicodollars()),
                    Dollars.ofPicodollars(written.worstPicodollars()),
                    draws.asksBothModels(),
                    candidates(task, draws),
                    drawn.length == 0 ? "not within the cap: its part of the budget pays no answer" : null));
        }
        return sum(replayId, budget, tasks);
    }

    private ReplayPlan sum(String replayId, Usd budget, List<ReplayPlan.Task> tasks) {
        return new ReplayPlan(
                null,
                replayId,
                tasks.stream().mapToLong(ReplayPlan.Task::requests).sum(),
                tasks.stream().mapToLong(ReplayPlan.Task::draws).sum(),
                budget.toBigDecimal(),
                tasks.stream().map(ReplayPlan.Task::expectedUsd).reduce(Dollars.ofPicodollars(0), BigDecimal::add),
                tasks.stream().map(ReplayPlan.Task::worstCaseUsd).reduce(Dollars.ofPicodollars(0), BigDecimal::add),
                seed,
                prices.version(),
                tasks.stream()
                        .sorted(Comparator.comparing(ReplayPlan.Task::task))
                        .toList());
    }

    /** Those that need least first, so that what they leave goes to the others. */
    private List<Open> open(Evidence evidence, SpendLedger ledger) {
        Map<String, List<Assessment>> byTask = new TreeMap<>();
        for (Assessment assessment : evidence.assessments()) {
            if (assessment.verdict() == Verdict.UNDECIDED || assessment.verdict() == Verdict.UNKNOWN) {
                byTask.computeIfAbsent(assessment.task(), unused -> new ArrayList<>())
                        .add(assessment);
            }
        }
        int family = evidence.assessments().size();
        Map<String, Map<String, SpendAmount>> spend = ledger.modelsByTask();
        List<Open> open = new ArrayList<>();
        byTask.forEach((task, assessments) -> {
            String incumbent = assessments.get(0).incumbent();
            SpendAmount spent = incumbent == null
                    ? SpendAmount.NONE
                    : spend.getOrDefault(task, Map.of()).getOrDefault(incumbent, SpendAmount.NONE);
            open.add(new Open(task, incumbent, pairs(assessments, family), spent.spendUsd()));
        });
        open.sort(Comparator.comparingLong((Open task) ->
                        task.pairs().stream().mapToLong(Pair::replays).max().orElse(0))
                .thenComparing(Open::task));
        return open;
    }

    private List<Pair> pairs(List<Assessment> assessments, int family) {
        List<Pair> pairs = new ArrayList<>();
        for (Assessment assessment : assessments) {
            if (assessment.candidate() != null) {
                pairs.add(new Pair(assessment.candidate(), assessment.status(), replays(assessment, family)));
            }
        }
        return pairs;
    }

    /** At the estimate where there is one, as if it were at least a point off the tolerance; else for a gap of three points. */
    private long replays(Assessment assessment, int family) {
        Assessment.Measured measured = assessment.measured();
        double gap = measured == null
                ? GAP_TO_SEE
                : Math.max(SMALLEST_GAP, Math.abs(measured.estimate() + options.tolerance()));
        double difference = gap - options.tolerance();
        long needed = ReplaysNeeded.toDecide(
                        new Interval(difference, difference),
                        measured == null ? DEVIATION : measured.deviation(),
                        ReplayDesign.INCREMENTS,
                        options.tolerance(),
                        family,
                        options.confidence(),
                        measured == null ? 0 : measured.independent())
                .atLeast();
        return Math.max(FEWEST_REPLAYS, needed);
    }

    /** The calls of each open task that its incumbent answered, in the order of their ids. */
    private static Map<String, FrameCalls> frames(Dataset<Row> window, List<Open> open) {
        Map<String, String> incumbents = new HashMap<>();
        for (Open task : open) {
            if (task.incumbent() != null && !task.pairs().isEmpty()) {
                incumbents.put(task.task(), task.incumbent());
            }
        }
        Map<String, FrameCalls> frames = new HashMap<>();
        Dataset<Row> answered = window.filter(col("status").equalTo("ok"))
                .filter(not(coalesce(col("decision_policy_id"), lit("")).equalTo(Decision.REPLAY)))
                .filter(col("task").isin(incumbents.keySet().toArray()))
                .select(
                        col("task"),
                        col("model"),
                        col("call_id"),
                        col("prompt").isNotNull().as("has_text"),
                        coalesce(col("input_tokens"), col("input_token_estimate"), lit(0L))
                                .as("input"),
                        coalesce(col("output_tokens"), col("output_token_estimate"), lit(0L))
                                .as("output"))
                .dropDuplicates("task", "call_id")
                .orderBy("task", "call_id");
        for (Iterator<Row> rows = answered.toLocalIterator(); rows.hasNext(); ) {
            Cells row = new Cells(rows.next());
            String task = row.text("task");
            if (row.text("model").equals(incumbents.get(task))) {
                frames.computeIfAbsent(task, unused -> new FrameCalls())
                        .add(row.text("call_id"), row.flag("has_text"), row.whole("input"), row.whole("output"));
            }
        }
        return frames;
    }

    private @Nullable TaskDraws draws(Open task, FrameCalls frame, Map<String, KnownAnswers> known) {
        return task.incumbent() == null || task.pairs().isEmpty() || frame.size() == 0
                ? null
                : TaskDraws.of(
                        task.incumbent(),
                        task.pairs().stream().map(Pair::candidate).toList(),
                        frame,
                        known,
                        costs);
    }

    private static @Nullable String whyNot(Open task, FrameCalls frame, @Nullable TaskDraws draws) {
        if (task.incumbent() == null) {
            return "its incumbent is not known; name it in weighbridge.yaml";
        }
        if (task.pairs().isEmpty()) {
            return "no candidate; name candidates in weighbridge.yaml";
        }
        if (frame.size() == 0) {
            return "the window has no answered call of its incumbent " + task.incumbent();
        }
        if (draws == null) {
            return "the price book has no price for its incumbent or a candidate";
        }
        return frame.withoutText() > 0
                ? frame.withoutText() + " of its " + frame.size() + " calls have no text to send again (--text keep)"
                : null;
    }

    private static ReplayPlan.Task unplanned(
            Open task, FrameCalls frame, @Nullable TaskDraws draws, @Nullable String reason) {
        return new ReplayPlan.Task(
                task.task(),
                task.incumbent(),
                null,
                frame.size(),
                frame.withoutText(),
                0,
                0,
                Dollars.ofPicodollars(0),
                Dollars.ofPicodollars(0),
                false,
                candidates(task, draws),
                reason);
    }

    private static List<ReplayPlan.Candidate> candidates(Open task, @Nullable TaskDraws draws) {
        return task.pairs().stream()
                .map(pair -> new ReplayPlan.Candidate(
                        pair.candidate(),
                        pair.status(),
                        pair.replays(),
                        draws == null
                                ? null
                                : Dollars.ofPicodollars(draws.expectedCostOfDraws(pair.candidate(), pair.replays()))))
                .toList();
    }

    private static int mostDraws(Open task, FrameCalls frame) {
        long needed = task.pairs().stream().mapToLong(Pair::replays).max().orElse(0);
        return (int) Math.min(DRAWS_PER_NEEDED * needed, (long) MOST_DRAWS_PER_CALL * frame.size());
    }

    /** Draws of two replays share no number, or they would not be independent. */
    private static long seedOf(String replayId, String frame) {
        return Long.parseUnsignedLong(Sha256.hex(replayId + "\n" + frame).substring(0, 16), 16);
    }
}
