package io.weighbridge.routing;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything a router needs to decide, in one immutable tree. Written and read by {@link PolicyJson}.
 *
 * @param createdAt when it was trained
 * @param features which features the per-call models read
 * @param candidates the models it may choose, incumbents included; at most 1,000
 * @param tasks what it may do per task; calls of other tasks go to the default incumbent
 * @param defaultIncumbent the model for calls of unknown tasks
 * @param rule how it chooses
 * @param exploration probability in [0, 1] of a uniform draw among the open candidates instead of the rule's choice
 * @param inputTokens how input tokens are estimated
 * @param constraints what it demands for tenants and agents
 * @param certificate what may be promised, or {@code null} if nothing was tested
 * @param provenance where it comes from
 * @param goldenVectors examples that a scorer checks on load; see {@link #withGoldenVectors()}
 */
public record Policy(
        Instant createdAt,
        FeatureSchema features,
        List<Candidate> candidates,
        SortedMap<String, TaskRule> tasks,
        String defaultIncumbent,
        Rule rule,
        double exploration,
        InputTokens inputTokens,
        Constraints constraints,
        @Nullable Certificate certificate,
        Provenance provenance,
        List<GoldenVector> goldenVectors) {

    private static final int MAX_CANDIDATES = 1000;
    private static final int MAX_CELLS = 1_000_000;

    public Policy {
        candidates = List.copyOf(candidates);
        tasks = Check.sorted(tasks);
        goldenVectors = List.copyOf(goldenVectors);
        Check.fraction("exploration", exploration);
        Check.isTrue(
                !candidates.isEmpty() && candidates.size() <= MAX_CANDIDATES,
                "candidates",
                "must be 1 to " + MAX_CANDIDATES,
                candidates.size());
        checkCells(candidates, tasks);
        Set<String> models = new HashSet<>();
        for (Candidate candidate : candidates) {
            Check.isTrue(models.add(candidate.model()), "candidates", "must differ in model", candidate.model());
            checkFeatures(candidate, features.dimension());
        }
        checkCandidate(models, "default_incumbent", defaultIncumbent);
        for (Map.Entry<String, TaskRule> task : tasks.entrySet()) {
            checkTask(models, task.getKey(), task.getValue());
            checkClass(constraints, task.getKey(), task.getValue().precisionClass());
        }
        for (GoldenVector vector : goldenVectors) {
            Check.isTrue(
                    vector.quality().size() == candidates.size(),
                    "golden_vectors.quality",
                    "must have one value per candidate",
                    vector.quality().size());
        }
    }

    /** A policy without certificate or exploration, its golden vectors filled in. */
    public static Policy of(
            Instant createdAt,
            FeatureSchema features,
            List<Candidate> candidates,
            Map<String, TaskRule> tasks,
            String defaultIncumbent,
            Rule rule,
            InputTokens inputTokens,
            Provenance provenance) {
        return new Policy(
                        createdAt,
                        features,
                        candidates,
                        Check.sorted(tasks),
                        defaultIncumbent,
                        rule,
                        0,
                        inputTokens,
                        Constraints.NONE,
                        null,
                        provenance,
                        List.of())
                .withGoldenVectors();
    }

    public Policy withRule(Rule newRule) {
        return changed("its rule was changed", fields -> fields.rule = newRule);
    }

    public Policy withTasks(Map<String, TaskRule> newTasks) {
        return changed("its tasks were changed", fields -> fields.tasks = Check.sorted(newTasks));
    }

    public Policy withExploration(double newExploration) {
        return changed("its exploration was changed", fields -> fields.exploration = newExploration);
    }

    public Policy withConstraints(Constraints newConstraints) {
        return changed("its constraints were changed", fields -> fields.constraints = newConstraints);
    }

    /**
     * This policy with other candidates, such as the same at other prices.
     *
     * @param why what changed, for the certificate that this voids
     */
    public Policy withCandidates(List<Candidate> newCandidates, String why) {
        return changed(why, fields -> {
                    fields.candidates = newCandidates;
                    fields.goldenVectors = List.of();
                })
                .withGoldenVectors();
    }

    public Policy withProvenance(Provenance newProvenance) {
        return with(fields -> fields.provenance = newProvenance);
    }

    public Policy withCertificate(@Nullable Certificate newCertificate) {
        return with(fields -> fields.certificate = newCertificate);
    }

    /** This policy with examples computed by this build, for its own and other scorers to check. */
    public Policy withGoldenVectors() {
        return with(fields -> fields.goldenVectors = GoldenVectors.compute(this));
    }

    /** A change that voids the certificate. */
    private Policy changed(String why, Consumer<Fields> change) {
        return with(fields -> {
            fields.certificate = certificate == null ? null : certificate.voided(why);
            change.accept(fields);
        });
    }

    private Policy with(Consumer<Fields> change) {
        Fields fields = new Fields(this);
        change.accept(fields);
        return fields.policy();
    }

    /** What may be changed of a policy, taken apart and put together again. */
    private static final class Fields {
        private final Policy original;
        private List<Candidate> candidates;
        private SortedMap<String, TaskRule> tasks;
        private Rule rule;
        private double exploration;
        private Constraints constraints;
        private @Nullable Certificate certificate;
        private Provenance provenance;
        private List<GoldenVector> goldenVectors;

        Fields(Policy original) {
            this.original = original;
            candidates = original.candidates;
            tasks = original.tasks;
            rule = original.rule;
            exploration = original.exploration;
            constraints = original.constraints;
            certificate = original.certificate;
            provenance = original.provenance;
            goldenVectors = original.goldenVectors;
        }

        Policy policy() {
            return new Policy(
                    original.createdAt,
                    original.features,
                    candidates,
                    tasks,
                    original.defaultIncumbent,
                    rule,
                    exploration,
                    original.inputTokens,
                    constraints,
                    certificate,
                    provenance,
                    goldenVectors);
        }
    }

    /** The models that calls of a task are meant to go to: its incumbent and the open ones. */
    public SortedSet<String> intended(String task) {
        TaskRule taskRule = tasks.get(task);
        SortedSet<String> models = new TreeSet<>();
        models.add(taskRule == null ? defaultIncumbent : taskRule.incumbent());
        if (taskRule != null) {
            models.addAll(taskRule.open());
        }
        return models;
    }

    /**
     * The models that calls of a task may go to while none is unavailable: the intended ones, and where this policy may exclude
     * the incumbent by itself, those that it may fall back to.
     */
    public SortedSet<String> reachable(String task) {
        SortedSet<String> models = intended(task);
        TaskRule taskRule = tasks.get(task);
        Limits incumbent = limits(taskRule == null ? defaultIncumbent : taskRule.incumbent());
        for (Candidate candidate : candidates) {
            if (!constraints.equals(Constraints.NONE) || candidate.limits().mayTakeWhatExceeds(incumbent)) {
                models.add(candidate.model());
            }
        }
        return models;
    }

    private Limits limits(String model) {
        return candidates.stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .orElseThrow()
                .limits();
    }

    /** Whether a certificate speaks of this policy as it is, at a time. */
    public boolean isCertified(Instant time) {
        return certificate != null && certificate.holdsAt(time);
    }

    /** Whether calls may go to other models than their incumbents without a certificate that holds at the time. */
    public boolean isUncertified(Instant time) {
        boolean moves = !(rule instanceof Rule.IncumbentOnly)
                && tasks.values().stream()
                        .anyMatch(task -> task.open().stream().anyMatch(model -> !model.equals(task.incumbent())));
        return moves && !isCertified(time);
    }

    /** What is kept per task and candidate would not be bounded by the size of a file. */
    private static void checkCells(List<Candidate> candidates, SortedMap<String, TaskRule> tasks) {
        Set<String> all = new HashSet<>(tasks.keySet());
        candidates.forEach(candidate -> all.addAll(candidate.quality().tasks().keySet()));
        Check.isTrue(
                (long) all.size() * candidates.size() <= MAX_CELLS,
                "tasks",
                "must be at most " + MAX_CELLS / candidates.size() + " with so many candidates",
                all.size());
    }

    private static void checkFeatures(Candidate candidate, int dimension) {
        CallModel perCall = candidate.quality().perCall();
        if (perCall != null) {
            Check.isTrue(
                    perCall.lastIndex() < dimension,
                    "candidate " + candidate.model() + ".per_call",
                    "indices must be below the dimension " + dimension,
                    perCall.lastIndex());
        }
    }

    private static void checkTask(Set<String> models, String task, TaskRule taskRule) {
        checkCandidate(models, "tasks." + task + ".incumbent", taskRule.incumbent());
        taskRule.open().forEach(model -> checkCandidate(models, "tasks." + task + ".open", model));
    }

    private static void checkClass(Constraints constraints, String task, @Nullable String precisionClass) {
        Check.isTrue(
                precisionClass == null || constraints.precisionClasses().containsKey(precisionClass),
                "tasks." + task + ".precision_class",
                "must be one of the constraints",
                String.valueOf(precisionClass));
    }

    private static void checkCandidate(Set<String> models, String field, String model) {
        Check.isTrue(models.contains(model), field, "must be one of the candidates", model);
    }
}
