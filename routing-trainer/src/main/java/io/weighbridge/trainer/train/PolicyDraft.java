package io.weighbridge.trainer.train;

import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.CallModel;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.InputTokens;
import io.weighbridge.routing.LogisticModel;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.SparseVector;
import io.weighbridge.routing.StackedModel;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.trainer.fit.CandidateFit;
import io.weighbridge.trainer.fit.PerCallModel;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.TaskTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Turns fitted models into a policy that keeps every incumbent: the tree that later steps only open tasks in. */
final class PolicyDraft {
    private static final double ENGLISH_BYTES_PER_TOKEN = 4;

    private final TrainingSet set;
    private final int[] fitRows;
    private final Prices prices;

    /** @param fitRows units whose tokens are averaged */
    PolicyDraft(TrainingSet set, int[] fitRows, Prices prices) {
        this.set = set;
        this.fitRows = fitRows;
        this.prices = prices;
    }

    Policy of(QualityModels models, Instant createdAt, Provenance provenance) {
        List<Candidate> candidates = new ArrayList<>();
        for (int k = 0; k < set.models().size(); k++) {
            String model = set.models().get(k);
            candidates.add(new Candidate(
                    model,
                    prices.providerOf(model),
                    prices.of(model),
                    quality(models.candidates().get(k)),
                    outputTokens(k)));
        }
        Map<String, TaskRule> tasks = new TreeMap<>();
        set.units().forEach(unit -> tasks.putIfAbsent(unit.task(), TaskRule.of(unit.incumbent(), List.of())));
        addUnansweredIncumbents(candidates, tasks);
        return Policy.of(
                createdAt,
                models.settings().schema(),
                candidates,
                tasks,
                heaviestIncumbent(),
                new Rule.IncumbentOnly(),
                inputTokens(),
                provenance);
    }

    private static QualityModel quality(CandidateFit fit) {
        Map<String, TaskQuality> tasks = new TreeMap<>();
        fit.table()
                .tasks()
                .forEach((task, entry) ->
                        tasks.put(task, new TaskQuality(clamped(entry.mean()), entry.units(), fit.perCallShare())));
        if (fit.perCallShare() == 0) {
            return QualityModel.ofTable(tasks);
        }
        LogisticModel linear = logistic(fit.perCall());
        CallModel perCall = fit.trees() == null
                ? linear
                : new StackedModel(linear, fit.trees().trees());
        return QualityModel.of(perCall, Calibration.IDENTITY, tasks);
    }

    /** The same numbers as Smile's model, without the zeros. */
    static LogisticModel logistic(PerCallModel model) {
        int[] used = IntStream.range(0, model.weights().length)
                .filter(j -> model.weights()[j] != 0)
                .toArray();
        double[] weights =
                IntStream.of(used).mapToDouble(j -> model.weights()[j]).toArray();
        return new LogisticModel(model.bias(), SparseVector.of(used, weights));
    }

    private void addUnansweredIncumbents(List<Candidate> candidates, Map<String, TaskRule> tasks) {
        tasks.values().stream().map(TaskRule::incumbent).distinct().sorted().forEach(model -> {
            if (!set.models().contains(model)) {
                candidates.add(new Candidate(
                        model,
                        prices.providerOf(model),
                        prices.of(model),
                        QualityModel.ofTable(Map.of()),
                        OutputTokens.of(0, Map.of())));
            }
        });
    }

    /** Mean tokens of an answer per task, shrunk towards the model's mean: a task of few answers tells little. */
    private OutputTokens outputTokens(int model) {
        List<TrainingUnit> units = fitUnits();
        TaskTable tokens = TaskTable.ofAmounts(
                units.stream().map(TrainingUnit::task).toArray(String[]::new),
                units.stream().mapToDouble(unit -> unit.outputTokens()[model]).toArray(),
                units.stream().mapToDouble(TrainingUnit::weight).toArray());
        Map<String, Double> perTask = new TreeMap<>();
        tokens.tasks().forEach((task, entry) -> perTask.put(task, entry.mean()));
        return OutputTokens.of(Double.isNaN(tokens.overall()) ? 0 : tokens.overall(), perTask);
    }

    private InputTokens inputTokens() {
        double bytes = 0;
        double tokens = 0;
        for (TrainingUnit unit : fitUnits()) {
            Long counted = unit.inputTokens();
            long promptBytes = unit.promptBytes();
            if (counted != null && counted > 0 && promptBytes >= 0) {
                bytes += promptBytes;
                tokens += counted;
            }
        }
        Map<String, Double> perTask =
                weightedMeans(unit -> unit.inputTokens() != null, PolicyDraft::countedInputTokens);
        return InputTokens.of(tokens == 0 || bytes == 0 ? ENGLISH_BYTES_PER_TOKEN : bytes / tokens, perTask);
    }

    private static double countedInputTokens(TrainingUnit unit) {
        Long counted = unit.inputTokens();
        return counted == null ? Double.NaN : counted;
    }

    private String heaviestIncumbent() {
        Map<String, Double> weights = new TreeMap<>();
        set.units().forEach(unit -> weights.merge(unit.incumbent(), unit.weight(), Double::sum));
        return weights.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private List<TrainingUnit> fitUnits() {
        return IntStream.of(fitRows).mapToObj(set.units()::get).toList();
    }

    private Map<String, Double> weightedMeans(Predicate<TrainingUnit> known, ToDoubleFunction<TrainingUnit> value) {
        Map<String, List<TrainingUnit>> byTask = new TreeMap<>();
        fitUnits().stream()
                .filter(known)
                .forEach(unit -> byTask.computeIfAbsent(unit.task(), t -> new ArrayList<>())
                        .add(unit));
        Map<String, Double> means = new TreeMap<>();
        byTask.forEach((task, units) -> means.put(task, weightedMean(units, value)));
        return means;
    }

    /** NaN where no value is known. */
    private static double weightedMean(List<TrainingUnit> units, ToDoubleFunction<TrainingUnit> value) {
        double sum = 0;
        double weight = 0;
        for (TrainingUnit unit : units) {
            double of = value.applyAsDouble(unit);
            if (!Double.isNaN(of)) {
                sum += unit.weight() * of;
                weight += unit.weight();
            }
        }
        return weight == 0 ? Double.NaN : sum / weight;
    }

    private static double clamped(double mean) {
        return Math.min(1, Math.max(0, mean));
    }
}
