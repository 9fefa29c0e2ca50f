package io.weighbridge.trainer.train;

import io.weighbridge.routing.Cascade;
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
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline of a training run: split by cluster, fit and calibrate on the first part, order policies by the second,
 * certify them on the third, and deploy the last that passed. What did not pass leaves every incumbent in place.
 */
final class Trainer {
    /** Where nothing is tested, nothing is used up. */
    private static final CertificationLedger.Use NO_USE = new CertificationLedger.Use("", 1, 1);

    private final TrainingSet set;
    private final TrainOptions options;
    private final Prices prices;
    private final CandidateLimits limits;
    private final @Nullable String auditId;
    private final Agents agents;
    private final Verifiers verifiers;
    private final CertificationLedger ledger;
    private final Instant createdAt;
    private final Consumer<TrainStage> progress;

    /**
     * @param ledger counts how often units have certified something
     * @param createdAt the time the policy names as its birth
     */
    Trainer(
            TrainingSet set,
            TrainOptions options,
            CandidateLimits limits,
            @Nullable String auditId,
            Agents agents,
            Verifiers verifiers,
            CertificationLedger ledger,
            Instant createdAt,
            Consumer<TrainStage> progress) {
        this.set = set;
        this.options = options;
        this.prices = limits.prices();
        this.limits = limits;
        this.auditId = auditId;
        this.agents = agents;
        this.verifiers = verifiers;
        this.ledger = ledger;
        this.createdAt = createdAt;
        this.progress = progress;
    }

    TrainResult.Trained train() throws IOException {
        Split split = Split.of(set.units(), options.seed());
        Requests requests =
                new Requests(set.units().stream().map(TrainingUnit::request).toList());
        Labels labels = set.labels();
        InnerFolds folds = folds(split, labels);
        QualityModels models = fit(labels, requests, folds);
        Policy draft = limits.in(
                new PolicyDraft(set, split.fit(), prices).of(models, createdAt, provenance(models, split, folds)), set);
        progress.accept(TrainStage.CHECK);
        double smileDifference = SmileParity.check(draft, models, set, requests);
        progress.accept(TrainStage.ORDER);
        World world = new World(set, draft, Estimates.of(draft, set), verifiers);
        PolicyGrid grid = PolicyGrid.of(world, split, options);
        progress.accept(TrainStage.CERTIFY);
        Tested tested = certify(world, split, draft, grid);
        Certification certification = tested.certification();
        Map<String, Opening> openings =
                certification.deployed() == 0 ? Map.of() : grid.steps().get(certification.deployed() - 1);
        Policy policy = deployed(draft, openings, tested.certificate());
        TrainResult result = result(policy, models, split, grid, tested, smileDifference, openings);
        ModelCard card =
                new ModelCard(policy, world, new ModelCard.Training(set, split, models), certification, result);
        return new TrainResult.Trained(policy, card.markdown(), card.html(), result);
    }

    private record Tested(Certification certification, Certificate certificate) {}

    /** Freezes and hashes the design, writes the use of the set down, and only then reads it. */
    private Tested certify(World world, Split split, Policy draft, PolicyGrid grid) throws IOException {
        CertificationSet certificationSet =
                new CertificationSet(world, split.certify(), unit -> world.isPaired(unit, grid.steps()));
        String design = Design.hash(draft, grid, options);
        List<String> units = certificationSet
                .unitNumbers()
                .mapToObj(unit -> world.unit(unit).unitId())
                .toList();
        boolean tests = !grid.steps().isEmpty() && !units.isEmpty();
        CertificationLedger.Test test = new CertificationLedger.Test(
                design, Design.procedure(options, set.models()), "train on audit " + auditId);
        CertificationLedger.Use use = tests ? ledger.record(units, test, createdAt) : NO_USE;
        double error = use.share(1 - options.confidence());
        List<IntUnaryOperator> choices = grid.steps().stream()
                .map(world::choices)
                .<IntUnaryOperator>map(chosen -> unit -> chosen[unit])
                .toList();
        Certification.Plan plan = new Certification.Plan(
                choices,
                options.maxQualityLoss(),
                options.taskMaxQualityLoss(),
                error,
                options.uncertified() ? grid.within() : 0);
        Certification certification = Certification.of(world, certificationSet, agents, plan);
        Certificate.Trial trial = tests ? Certificates.trial(certification, design, use, error) : null;
        return new Tested(
                certification,
                Certificates.of(certification, certificationSet, options, trial, set.units(), createdAt));
    }

    private InnerFolds folds(Split split, Labels labels) {
        Instant[] time = set.units().stream().map(TrainingUnit::occurredAt).toArray(Instant[]::new);
        return InnerFolds.of(labels, clusterNumbers(), split.fit(), options.seed(), time);
    }

    private QualityModels fit(Labels labels, Requests requests, InnerFolds folds) {
        progress.accept(TrainStage.CHOOSE);
        FitSettings settings = SettingsSearch.best(labels, requests, folds);
        QualityModels.Trust trust = QualityModels.trust(labels, requests, folds, settings);
        progress.accept(TrainStage.FIT);
        return QualityModels.fit(labels, requests, folds, settings, trust);
    }

    private int[] clusterNumbers() {
        Map<String, Integer> numbers = new HashMap<>();
        return set.units().stream()
                .mapToInt(unit -> numbers.computeIfAbsent(unit.clusterId(), c -> numbers.size()))
                .toArray();
    }

    private Provenance provenance(QualityModels models, Split split, InnerFolds folds) {
        Map<String, String> notes = new TreeMap<>();
        notes.put("smile", "6.3.0, L-BFGS on a weighted logistic loss with a ridge towards the per-task table");
        notes.put("settings", models.settings().description());
        notes.put(
                "per_call_share", Double.toString(models.candidates().getFirst().perCallShare()));
        notes.put(
                "weights",
                "an outcome counts by the calls its unit stands for, mean 1 per model; a fractional score by its"
                        + " cross-entropy; none is resampled");
        if (set.loggedChoices() > 0) {
            notes.put(
                    "logged_choices",
                    set.loggedChoices() + " outcomes that a router drew count by the inverse of their propensity");
        }
        notes.put("cross_validation", folds.description());
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

    private Policy deployed(Policy draft, Map<String, Opening> openings, Certificate certificate) {
        Map<String, TaskRule> tasks = new TreeMap<>(draft.tasks());
        openings.forEach((task, opening) -> tasks.computeIfPresent(task, (name, rule) -> opened(draft, rule, opening)));
        return draft.withTasks(tasks)
                .withRule(openings.isEmpty() ? new Rule.IncumbentOnly() : new Rule.CheapestWithin(0))
                .withCertificate(certificate)
                .withGoldenVectors();
    }

    private TaskRule opened(Policy draft, TaskRule rule, Opening opening) {
        List<String> open = opening.candidates().stream()
                .map(candidate -> draft.candidates().get(candidate).model())
                .toList();
        TaskRule opened = new TaskRule(rule.incumbent(), open, OptionalDouble.of(opening.tolerance()));
        if (!opening.verified()) {
            return opened;
        }
        Verifiers.Verifier verifier = Objects.requireNonNull(verifiers.byTask().get(opening.task()));
        return opened.withCascade(new Cascade(open.getFirst(), verifier.name(), verifier.costUsd(), rule.incumbent()));
    }

    private TrainResult result(
            Policy policy,
            QualityModels models,
            Split split,
            PolicyGrid grid,
            Tested tested,
            double smileDifference,
            Map<String, Opening> openings) {
        Certification certification = tested.certification();
        return new TrainResult(
                PolicyJson.id(policy),
                policy.candidates().stream().map(candidate -> candidate.model()).toList(),
                Certificates.result(tested.certificate(), policy.isUncertified(createdAt)),
                evaluation(certification),
                Collapse.of(policy, set, split.select()),
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
                        List.copyOf(new TreeMap<>(openings).keySet()),
                        policy.candidates().stream()
                                .filter(candidate -> candidate.prices() == null)
                                .map(candidate -> candidate.model())
                                .toList()));
    }

    private static TrainResult.Evaluation evaluation(Certification certification) {
        CertificationSet.Result incumbents = certification.incumbents();
        List<Point> points = new ArrayList<>();
        if (Double.isFinite(incumbents.quality()) && Double.isFinite(incumbents.costUsd())) {
            points.add(new Point("incumbents", incumbents.costUsd(), incumbents.quality()));
        }
        for (int step = 0; step < certification.steps().size(); step++) {
            CertificationSet.Result at = certification.steps().get(step);
            if (Double.isFinite(at.costUsd()) && Double.isFinite(at.quality())) {
                points.add(new Point("step " + (step + 1), at.costUsd(), at.quality()));
            }
        }
        boolean measurable = points.size() > 1 && incumbents.costUsd() > 0;
        return new TrainResult.Evaluation(
                measurable ? QualityCostHull.of(points).aiq(incumbents.costUsd()) : null, points);
    }
}
