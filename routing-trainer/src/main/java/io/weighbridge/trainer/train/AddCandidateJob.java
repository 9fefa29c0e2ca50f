package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.TokenPrices;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds a candidate to a policy from a few hundred outcomes of it. The other candidates stay as they are, byte for byte; what
 * was certified without it is void, and the clusters of the probes can no longer certify it.
 */
public final class AddCandidateJob {
    private static final int LEAST_PROBES = 20;
    private static final int MOST_PROBES = 200;
    private static final double LEAST_UNITS_OF_TASK = 5;

    private final Path lake;
    private final Settings settings;
    private final InstantSource clock;

    public AddCandidateJob(Path lake, Settings settings, InstantSource clock) {
        this.lake = lake;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param model the newcomer, as the training set spells it
     * @param audit whose training set has the probes; null is the latest finished one
     * @param books price books over those of the settings
     * @param allowance expected loss of quality at which the newcomer may still join an open task, in [0, 1)
     * @throws BadInputException if the model is a candidate already, has no price or fewer than 20 outcomes
     */
    public AddCandidateResult run(
            Path policyFile, String model, @Nullable String audit, List<Path> books, double allowance, Path out)
            throws IOException {
        Policy old = PolicyFiles.read(policyFile);
        if (old.candidates().stream().anyMatch(candidate -> candidate.model().equals(model))) {
            throw new BadInputException("--model: must not be a candidate of the policy yet, was " + model);
        }
        Instant now = clock.instant();
        Prices prices = Prices.of(settings, books, now);
        @Nullable TokenPrices price = prices.of(model);
        if (price == null) {
            throw new BadInputException("--model: must have a price for input and output, " + model
                    + " has none in book " + prices.book().version());
        }
        LakeAudits.TrainingFile source = new LakeAudits(lake).trainingSet(audit);
        TrainingSet set = TrainingSet.read(source.file());
        List<TrainingUnit> units = new ArrayList<>();
        ProbedCandidate.Probes probes = probes(old, set, model, source, units);
        ProbedCandidate probed = ProbedCandidate.of(old, model, prices.providerOf(model), price, probes);
        Limits limits = CandidateLimits.of(settings, prices, source.latencies())
                .of(model, old, new TrainingSet(set.models(), units, units.size()));
        Policy policy = joined(old, probed.withLimits(limits), units, source.id(), prices, allowance);
        PolicyJson.write(policy, out);
        Map<String, Double> expected = new TreeMap<>();
        probed.candidate().quality().tasks().forEach((task, quality) -> expected.put(task, quality.mean()));
        return new AddCandidateResult(
                PolicyJson.id(policy),
                PolicyJson.id(old),
                model,
                source.id(),
                units.size(),
                probed.nearest(),
                expected,
                policy.tasks().entrySet().stream()
                        .filter(task -> task.getValue().open().contains(model))
                        .map(Map.Entry::getKey)
                        .toList(),
                old.isCertified(now) && !policy.isCertified(now),
                policy.isUncertified(now));
    }

    /** @param chosen filled with the units, whose outcomes are in the order of the set's models */
    private static ProbedCandidate.Probes probes(
            Policy policy, TrainingSet set, String model, LakeAudits.TrainingFile source, List<TrainingUnit> chosen) {
        int column = set.models().indexOf(model);
        set.units().stream()
                .filter(unit -> column >= 0 && unit.observed(column))
                .filter(unit -> policy.tasks().containsKey(unit.task()))
                .sorted(Comparator.comparing(unit -> Sha256.hex(model + "\n" + unit.unitId())))
                .limit(MOST_PROBES)
                .forEach(chosen::add);
        if (chosen.size() < LEAST_PROBES) {
            throw new BadInputException("audit " + source.id() + ": must have at least " + LEAST_PROBES
                    + " outcomes of " + model + " in tasks of the policy, has " + chosen.size());
        }
        Router router = Router.of(policy);
        double[][] logOdds = chosen.stream()
                .map(unit -> router.scores(unit.request()).stream()
                        .mapToDouble(score -> score.logOdds().orElse(Double.NaN))
                        .toArray())
                .toArray(double[][]::new);
        return new ProbedCandidate.Probes(
                chosen,
                chosen.stream().mapToDouble(unit -> unit.score()[column]).toArray(),
                chosen.stream().mapToDouble(unit -> unit.outputTokens()[column]).toArray(),
                Estimates.of(policy, new TrainingSet(set.models(), chosen, chosen.size())),
                logOdds);
    }

    private static Policy joined(
            Policy old,
            ProbedCandidate probed,
            List<TrainingUnit> probes,
            String audit,
            Prices prices,
            double allowance) {
        String model = probed.candidate().model();
        List<Candidate> candidates = new ArrayList<>(old.candidates());
        candidates.add(probed.candidate());
        Map<String, String> notes = new TreeMap<>(old.provenance().notes());
        notes.put(
                "candidate " + model,
                probes.size() + " probes of audit " + audit + ", prices "
                        + prices.book().version() + ", nearest "
                        + probed.nearest().entrySet().stream()
                                .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", ")));
        String hashes = probes.stream()
                .map(unit -> Unseen.probe(unit.clusterId()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        notes.merge(Unseen.PROBES_NOTE, hashes, (before, more) -> before + " " + more);
        Provenance was = old.provenance();
        Policy wider = old.withCandidates(candidates, "candidate " + model + " joined")
                .withProvenance(Provenance.of(
                        was.trainer(), was.seed(), was.auditId(), was.trainingRows(), was.priceVersion(), notes));
        return new Reopening(wider, allowance, LEAST_UNITS_OF_TASK).reopenedTo(model);
    }
}
