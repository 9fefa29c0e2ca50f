package io.weighbridge.audit.assessment;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spend.SpendLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the outcomes of a window: every unit goes to the training set and to the verdicts. Units of the window are
 * held in memory without their text.
 */
public final class EvidenceJob {
    /** By the hash of this and their names the clusters of a sequence are ordered. */
    public static final String ORDER_SALT = "weighbridge audit 1";

    private final AuditOptions options;
    private final AnswerCosts costs;
    private final Map<String, String> aliases;
    private final @Nullable RegisteredWindow registered;

    /** @param registered null where the window was not registered */
    public EvidenceJob(
            AuditOptions options,
            AnswerCosts costs,
            Map<String, String> aliases,
            @Nullable RegisteredWindow registered) {
        this.registered = registered;
        this.options = options;
        this.costs = costs;
        this.aliases = aliases;
    }

    /**
     * @param calls all calls of the lake with their task filled in
     * @param training receives every unit of a task whose incumbent is known
     */
    public Evidence run(Lake lake, Dataset<Row> calls, SpendLedger ledger, TrainingSet training) {
        return run(lake, calls, ledger, training::add);
    }

    /**
     * The same without a training set.
     *
     * @param answers receives what is known of every unit of a task whose incumbent is known
     */
    public Evidence run(Lake lake, Dataset<Row> calls, SpendLedger ledger, Consumer<KnownAnswers> answers) {
        return run(lake, calls, ledger, (unit, incumbent, weight) -> answers.accept(KnownAnswers.of(unit)));
    }

    /** What another choice of models would have done to quality and cost: over all, by task and by team. */
    public List<Slice> whatIf(Lake lake, Dataset<Row> calls, SpendLedger ledger, ModelChoice choice) {
        ChoiceEvidence evidence = new ChoiceEvidence(choice, options.confidence(), WindowFrames.of(options, ledger));
        run(lake, calls, ledger, (unit, incumbent, weight) -> evidence.add(unit, incumbent));
        return evidence.slices();
    }

    /** Units as judge models saw them, of tasks whose incumbent is known, with that incumbent. */
    public void judged(Lake lake, Dataset<Row> calls, SpendLedger ledger, BiConsumer<JudgedUnit, String> consumer) {
        run(lake, calls, ledger, (unit, incumbent, weight) -> consumer.accept(JudgedUnit.of(unit), incumbent));
    }

    private interface UnitConsumer {
        void accept(OutcomeUnit unit, String incumbent, double weight);
    }

    private Evidence run(Lake lake, Dataset<Row> calls, SpendLedger ledger, UnitConsumer consumer) {
        OutcomeQuery outcomes = new OutcomeQuery(lake, calls, options, aliases);
        SortedMap<String, SortedSet<String>> models = outcomes.modelsByTask();
        List<Incumbent> incumbents = incumbents(ledger, models);
        Map<String, String> incumbentOfTask = new TreeMap<>();
        for (Incumbent incumbent : incumbents) {
            if (incumbent.model() != null) {
                incumbentOfTask.put(incumbent.task(), incumbent.model());
            }
        }
        Map<Frame, Long> drawsOfFrame = outcomes.drawsOfFrames();
        Map<Frame.Population, Long> drawsOfPopulation = new HashMap<>();
        drawsOfFrame.forEach((frame, draws) -> drawsOfPopulation.merge(frame.population(), draws, Long::sum));
        Assessor assessor = new Assessor(options, drawsOfFrame, WindowFrames.of(options, ledger), registered);
        long[] units = new long[1];
        outcomes.forEachUnit(costs, unit -> {
            units[0]++;
            assessor.add(unit);
            String incumbent = incumbentOfTask.get(unit.task());
            if (incumbent != null) {
                consumer.accept(unit, incumbent, unit.weight(drawsOfPopulation));
            }
        });
        List<Assessment> assessments = assessor.assess(incumbents, models);
        return new Evidence(
                incumbents,
                assessments,
                assessor.slices(assessments),
                assessor.judgeAgreement(),
                assessor.successCosts(drawsOfPopulation),
                units[0]);
    }

    /** The incumbents that calls and settings tell, without a look at any outcome. */
    public List<Incumbent> incumbents(SpendLedger ledger) {
        return incumbents(ledger, new TreeMap<>());
    }

    private List<Incumbent> incumbents(SpendLedger ledger, SortedMap<String, SortedSet<String>> models) {
        SortedSet<String> tasks = new TreeSet<>(models.keySet());
        ledger.byTask().forEach(task -> tasks.add(task.name()));
        Incumbents rules = new Incumbents(options, ledger, costs);
        List<Incumbent> incumbents = new ArrayList<>();
        for (String task : tasks) {
            incumbents.add(rules.of(task, models.getOrDefault(task, new TreeSet<>())));
        }
        return incumbents;
    }
}
