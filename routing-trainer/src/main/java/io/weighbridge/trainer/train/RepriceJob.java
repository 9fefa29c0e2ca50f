package io.weighbridge.trainer.train;

import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.TaskRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Flattens other prices into a policy and chooses anew which models are open, from what the policy expects of quality and
 * tokens. No label is read, and what was certified at the old prices is void.
 */
public final class RepriceJob {
    private static final int MONEY_PLACES = 12;
    private static final double LEAST_UNITS = 30;

    private final Settings settings;
    private final InstantSource clock;

    public RepriceJob(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param books price books over those of the settings
     * @param out where the policy is written
     */
    public RepriceResult run(Path policyFile, List<Path> books, Path out) throws IOException {
        Policy old = PolicyFiles.read(policyFile);
        Instant now = clock.instant();
        Prices prices = Prices.of(settings, books, now);
        List<Candidate> candidates = old.candidates().stream()
                .map(candidate -> candidate.withPrices(prices.of(candidate.model())))
                .toList();
        List<String> changed = new ArrayList<>();
        for (int k = 0; k < candidates.size(); k++) {
            if (!Objects.equals(
                    candidates.get(k).prices(), old.candidates().get(k).prices())) {
                changed.add(candidates.get(k).model());
            }
        }
        Policy policy = changed.isEmpty() ? old : repriced(old, candidates, prices, changed);
        PolicyJson.write(policy, out);
        return new RepriceResult(
                PolicyJson.id(policy),
                PolicyJson.id(old),
                policy.provenance().priceVersion(),
                changed,
                old.isCertified(now) && !policy.isCertified(now),
                policy.isUncertified(now),
                tasks(old, policy));
    }

    private static Policy repriced(Policy old, List<Candidate> candidates, Prices prices, List<String> changed) {
        Provenance was = old.provenance();
        Provenance now = Provenance.of(
                was.trainer(),
                was.seed(),
                was.auditId(),
                was.trainingRows(),
                prices.book().version(),
                was.notes());
        String why = "prices of " + String.join(", ", changed) + " changed";
        Policy repriced = old.withCandidates(candidates, why).withProvenance(now);
        return new Reopening(repriced, 0, LEAST_UNITS).reopened();
    }

    private static List<RepriceResult.Task> tasks(Policy old, Policy policy) {
        Reopening costsBefore = new Reopening(old, 0, LEAST_UNITS);
        Reopening costs = new Reopening(policy, 0, LEAST_UNITS);
        List<RepriceResult.Task> tasks = new ArrayList<>();
        policy.tasks().forEach((task, rule) -> {
            TaskRule before = Objects.requireNonNull(old.tasks().get(task));
            if (!rule.open().isEmpty() || !before.open().isEmpty()) {
                Candidate modelBefore = cheapest(old, task, before, costsBefore);
                Candidate model = cheapest(policy, task, rule, costs);
                tasks.add(new RepriceResult.Task(
                        task,
                        rule.incumbent(),
                        before.open(),
                        rule.open(),
                        modelBefore.model(),
                        model.model(),
                        saving(old, task, before, modelBefore, costsBefore),
                        saving(policy, task, rule, model, costs)));
            }
        });
        return tasks;
    }

    /** Of the incumbent and the open models. */
    private static Candidate cheapest(Policy policy, String task, TaskRule rule, Reopening costs) {
        Candidate best = candidate(policy, rule.incumbent());
        for (String model : rule.open()) {
            Candidate open = candidate(policy, model);
            if (costs.costUsd(task, open) < costs.costUsd(task, best)) {
                best = open;
            }
        }
        return best;
    }

    private static @Nullable BigDecimal saving(
            Policy policy, String task, TaskRule rule, Candidate model, Reopening costs) {
        Cascade cascade = rule.cascade();
        double cost = cascade == null ? costs.costUsd(task, model) : costs.costUsd(task, cascade);
        double saving = costs.costUsd(task, candidate(policy, rule.incumbent())) - cost;
        return Double.isFinite(saving)
                ? BigDecimal.valueOf(saving).setScale(MONEY_PLACES, RoundingMode.HALF_EVEN)
                : null;
    }

    private static Candidate candidate(Policy policy, String model) {
        return policy.candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .orElseThrow();
    }
}
