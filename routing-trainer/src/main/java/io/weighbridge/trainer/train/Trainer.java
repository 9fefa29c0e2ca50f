package io.weighbridge.trainer.train;

import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.trainer.fit.FitSettings;
import io.weighbridge.trainer.fit.InnerFolds;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.QualityModels;
import io.weighbridge.trainer.fit.Requests;
import io.weighbridge.trainer.fit.SettingsSearch;
import io.weighbridge.trainer.metrics.Point;
import io.weighbridge.trainer.metrics.QualityCostHull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a training run: split by cluster, fit and calibrate on the first part, order policies by the second,
 * certify them on the third, and deploy the last that passed. What did not pass leaves every incumbent in place.
 */
final class Trainer {
    private final TrainingSet set;
    private final TrainOptions options;
    private final Prices prices;
    private final @Nullable String auditId;
    private final Instant createdAt;
    private final Consumer<String> progress;

    /** @param createdAt the time the policy names as its birth */
    Trainer(
            TrainingSet set,
            TrainOptions options,
            Prices prices,
            @Nullable String auditId,
            Instant createdAt,
            Consumer<String> progress) {
        this.set = set;
        this.options = options;
        this.prices = prices;
        this.auditId = auditId;
        this.createdAt = createdAt;
        this.progress = progress;
    }

    TrainResult.Trained train() {
        progress.accept("split");
        Split split = Split.of(set.units(), options.seed());
        Requests requests =
                new Requests(set.units().stream().map(TrainingUnit::request).toList());
        progress.accept("fit");
        QualityModels models = fit(split, requests);
        Policy draft = new PolicyDraft(set, split.fit(), prices).of(models, createdAt, provenance(models, split));
        progress.accept("check the export against Smile");
        double smileDifference = SmileParity.check(draft, models, set, requests);
        progress.accept("order the policies");
        World world = new World(set, draft, Estimates.of(draft, set));
        PolicyGrid grid = PolicyGrid.of(world, split, options.maxQualityLoss());
        progress.accept("certify");
        Certification certification = Certification.of(world, grid, split, options);
        Map<String, Opening> openings =
                certification.certified() == 0 ? Map.of() : grid.steps().get(certification.certified() - 1);
        Policy policy = deployed(draft, openings, certification);
        TrainResult result = result(policy, models, split, grid, certification, smileDifference, openings);
        String card = new ModelCard(policy, set, split, models, grid, certification, result).markdown();
        return new TrainResult.Trained(policy, card, result);
    }

    private QualityModels fit(Split split, Requests requests) {
        Labels labels = set.labels();
        int[] groups = clusterNumbers();
        int[] innerFold = InnerFolds.assign(labels, groups, split.fit(), options.seed());
        FitSettings settings = SettingsSearch.best(labels, requests, split.fit(), innerFold);
        return QualityModels.fit(labels, requests, split.fit(), innerFold, settings);
    }

    private int[] clusterNumbers() {
        Map<String, Integer> numbers = new HashMap<>();
        return set.units().stream()
                .mapToInt(unit -> numbers.computeIfAbsent(unit.clusterId(), c -> numbers.size()))
                .toArray();
    }

    private Provenance provenance(QualityModels models, Split split) {
        Map<String, String> notes = new TreeMap<>();
        notes.put("smile", "6.3.0, L-BFGS on a weighted logistic loss with a ridge towards the per-task table");
        notes.put("settings", models.settings().description());
        notes.put(
                "per_call_share", Double.toString(models.candidates().getFirst().perCallShare()));
        notes.put("split", Split.METHOD);
        notes.put(
                "parts",
                split.fit().length + " fit, " + split.select().length + " select, " + split.certifyUnits()
                        + " certify units");
        return Provenance.of(
                "weighbridge routing-trainer 0.1.0",
                options.seed(),
                auditId,
                set.rows(),
                prices.book().version(),
                notes);
    }

    private Policy deployed(Policy draft, Map<String, Opening> openings, Certification certification) {
        Map<String, TaskRule> tasks = new TreeMap<>(draft.tasks());
        openings.forEach((task, opening) -> tasks.computeIfPresent(
                task,
                (name, rule) -> new TaskRule(
                        rule.incumbent(),
                        List.of(draft.candidates().get(opening.candidate()).model()),
                        OptionalDouble.of(opening.tolerance()))));
        return draft.withTasks(tasks)
                .withRule(openings.isEmpty() ? new Rule.IncumbentOnly() : new Rule.CheapestWithin(0))
                .withCertificate(certificate(certification))
                .withGoldenVectors();
    }

    private Certificate certificate(Certification certification) {
        int passed = certification.certified();
        Instant from = set.units().stream()
                .map(TrainingUnit::occurredAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(createdAt);
        Instant to = set.units().stream()
                .map(TrainingUnit::occurredAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .map(last -> last.plusMillis(1))
                .orElse(createdAt);
        Double saving = saving(certification);
        return new Certificate(
                options.maxQualityLoss(),
                options.confidence(),
                passed > 0,
                certification.units(),
                certification.clusters(),
                from,
                to,
                Certification.METHOD,
                Certification.ASSUMPTION,
                saving == null ? OptionalDouble.empty() : OptionalDouble.of(saving),
                OptionalDouble.of(loss(certification)));
    }

    private static @Nullable Double saving(Certification certification) {
        if (certification.certified() == 0) {
            return 0.0;
        }
        double cost = certification.steps().get(certification.certified() - 1).costUsd();
        double saving = 1 - cost / certification.incumbents().costUsd();
        return Double.isFinite(saving) ? saving : null;
    }

    private static double loss(Certification certification) {
        int passed = certification.certified();
        return passed == 0 ? 0 : -certification.steps().get(passed - 1).meanDifference();
    }

    private TrainResult result(
            Policy policy,
            QualityModels models,
            Split split,
            PolicyGrid grid,
            Certification certification,
            double smileDifference,
            Map<String, Opening> openings) {
        return new TrainResult(
                PolicyJson.id(policy),
                policy.candidates().stream().map(candidate -> candidate.model()).toList(),
                new TrainResult.CertificateResult(
                        options.maxQualityLoss(),
                        options.confidence(),
                        certification.certified() > 0,
                        saving(certification),
                        loss(certification),
                        certification.units(),
                        certification.clusters()),
                evaluation(certification),
                new TrainResult.Report(
                        PolicyJson.id(policy),
                        auditId,
                        set.rows(),
                        set.units().size(),
                        split.fit().length,
                        split.select().length,
                        split.certifyUnits(),
                        grid.steps().size(),
                        certification.certified(),
                        models.settings().description(),
                        smileDifference,
                        List.copyOf(new TreeMap<>(openings).keySet())));
    }

    private static TrainResult.Evaluation evaluation(Certification certification) {
        Certification.Step incumbents = certification.incumbents();
        List<Point> points = new ArrayList<>();
        if (Double.isFinite(incumbents.quality()) && Double.isFinite(incumbents.costUsd())) {
            points.add(new Point("incumbents", incumbents.costUsd(), incumbents.quality()));
        }
        for (int step = 0; step < certification.steps().size(); step++) {
            Certification.Step at = certification.steps().get(step);
            if (Double.isFinite(at.costUsd()) && Double.isFinite(at.quality())) {
                points.add(new Point("step " + (step + 1), at.costUsd(), at.quality()));
            }
        }
        boolean measurable = points.size() > 1 && incumbents.costUsd() > 0;
        return new TrainResult.Evaluation(
                measurable ? QualityCostHull.of(points).aiq(incumbents.costUsd()) : null, points);
    }
}
