package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.Assessment.Measured;
import io.weighbridge.audit.assessment.RegisteredWindow.Judged;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.FamilyVerdicts;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.ReplayDesign;
import io.weighbridge.evidence.ReplaysNeeded;
import io.weighbridge.evidence.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges all candidates of all tasks together. The family of hypotheses is every pair that has outcomes; whether a pair
 * has outcomes does not depend on what they say.
 */
final class Assessor {
    private static final String NOT_REGISTERED = "not registered for this window, so that there is no verdict";

    private static final String ONLY_JUDGED =
            "only judge models scored it; a sample that people score makes it evidence (gold draw)";

    private final AuditOptions options;
    private final @Nullable RegisteredWindow registered;
    private final PairedComparison paired;
    private final ReplayComparison replayed;
    private final LoggedComparison logged;
    private final Map<String, List<OutcomeUnit>> unitsOfTask = new TreeMap<>();

    /** @param registered null judges all pairs that have outcomes as one family */
    Assessor(
            AuditOptions options,
            Map<Frame, Long> drawsOfFrame,
            WindowFrames window,
            @Nullable RegisteredWindow registered) {
        this.registered = registered;
        this.options = options;
        this.paired = new PairedComparison(options);
        this.logged = new LoggedComparison(options);
        this.replayed = new ReplayComparison(options, drawsOfFrame, window);
    }

    void add(OutcomeUnit unit) {
        unitsOfTask.computeIfAbsent(unit.task(), unused -> new ArrayList<>()).add(unit.withoutPrompt());
    }

    /** A pair on its way to a verdict; evidence is null where there is none, and then reason says why. */
    private record Pair(
            Incumbent incumbent,
            @Nullable String candidate,
            @Nullable PairEvidence evidence,
            String reason) {

        boolean isEvidence() {
            return evidence != null && !isAssumption();
        }

        boolean isAssumption() {
            return evidence != null && evidence.sample().status().equals(Assessment.ASSUMPTION_ONLY);
        }
    }

    /** @param modelsByTask models with outcomes, for every task of the window, also those without any */
    List<Assessment> assess(List<Incumbent> incumbents, Map<String, SortedSet<String>> modelsByTask) {
        List<Pair> pairs = new ArrayList<>();
        for (Incumbent incumbent : incumbents) {
            SortedSet<String> models = modelsByTask.getOrDefault(incumbent.task(), new TreeSet<>());
            pairs.addAll(pairsOf(incumbent, models));
        }
        List<Pair> known = pairs.stream().filter(Pair::isEvidence).toList();
        Map<RegisteredWindow.Pair, PValues> pValues = new HashMap<>();
        known.forEach(pair -> pValues.put(key(pair), evidence(pair).pValues()));
        Map<RegisteredWindow.Pair, Verdict> verdicts =
                registered == null ? verdictsOnAll(known) : registered.verdicts(pValues);
        Map<RegisteredWindow.Pair, Judged> judged = registered == null ? Map.of() : registered.judged();
        Judged otherwise = new Judged(Math.max(1, known.size()), options.confidence());
        List<Assessment> assessments = new ArrayList<>();
        for (Pair pair : pairs) {
            if (pair.evidence() == null) {
                assessments.add(Assessment.unknown(pair.incumbent(), pair.candidate(), pair.reason()));
                continue;
            }
            if (pair.isAssumption()) {
                assessments.add(assessment(pair, evidence(pair), Verdict.UNKNOWN, otherwise, ONLY_JUDGED));
                continue;
            }
            Verdict verdict = verdicts.get(key(pair));
            assessments.add(assessment(
                    pair,
                    evidence(pair),
                    verdict == null ? Verdict.UNDECIDED : verdict,
                    judged.getOrDefault(key(pair), otherwise),
                    verdict == null ? NOT_REGISTERED : ""));
        }
        return assessments;
    }

    private Map<RegisteredWindow.Pair, Verdict> verdictsOnAll(List<Pair> known) {
        List<Verdict> verdicts = FamilyVerdicts.of(
                known.stream().map(pair -> evidence(pair).pValues()).toList(), options.confidence());
        Map<RegisteredWindow.Pair, Verdict> byPair = new HashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            byPair.put(key(known.get(i)), verdicts.get(i));
        }
        return byPair;
    }

    private static RegisteredWindow.Pair key(Pair pair) {
        return new RegisteredWindow.Pair(
                pair.incumbent().task(), String.valueOf(pair.incumbent().model()), String.valueOf(pair.candidate()));
    }

    /** What is known by team, application and agent of the pairs that have numbers, by candidate, then task. */
    List<Slice> slices(List<Assessment> assessments) {
        Map<String, Slices> byCandidate = new TreeMap<>();
        for (Assessment assessment : assessments) {
            String incumbent = assessment.incumbent();
            String candidate = assessment.candidate();
            if (assessment.measured() == null
                    || incumbent == null
                    || candidate == null
                    || assessment.status().equals(Assessment.ASSUMPTION_ONLY)
                    || assessment.status().equals(Assessment.OVERLAP)) {
                continue;
            }
            List<OutcomeUnit> units = unitsOfTask.getOrDefault(assessment.task(), List.of());
            boolean drawn = isSampled(units, candidate);
            byCandidate
                    .computeIfAbsent(candidate, unused -> new Slices(candidate, options.confidence()))
                    .add(
                            assessment.task(),
                            drawn
                                    ? replayed.observations(units, incumbent, candidate)
                                    : paired.observations(units, incumbent, candidate),
                            drawn);
        }
        return byCandidate.values().stream()
                .flatMap(slices -> slices.slices().stream())
                .toList();
    }

    /** How far judges agree with themselves and with labels, by task and judge. */
    List<JudgeAgreement> judgeAgreement() {
        return unitsOfTask.entrySet().stream()
                .flatMap(task -> JudgeAgreement.of(task.getKey(), task.getValue()).stream())
                .toList();
    }

    /** What successes cost, by task and model. */
    List<SuccessCost> successCosts(Map<Frame.Population, Long> drawsOfPopulation) {
        List<SuccessCost> costs = new ArrayList<>();
        unitsOfTask.forEach(
                (task, units) -> costs.addAll(SuccessCost.of(task, units, drawsOfPopulation, options.confidence())));
        return costs;
    }

    private List<Pair> pairsOf(Incumbent incumbent, SortedSet<String> models) {
        List<String> candidates = new ArrayList<>(options.candidates().isEmpty() ? models : options.candidates());
        candidates.remove(incumbent.model());
        if (candidates.isEmpty()) {
            return List.of(
                    new Pair(incumbent, null, null, "no outcomes of another model, and no candidate configured"));
        }
        return candidates.stream()
                .map(candidate -> pair(incumbent, candidate, models))
                .toList();
    }

    private static boolean isSampled(List<OutcomeUnit> units, String candidate) {
        return units.stream()
                .map(unit -> unit.answer(candidate))
                .anyMatch(answer ->
                        answer != null && !answer.judged() && !answer.draws().isEmpty());
    }

    private Pair pair(Incumbent incumbent, String candidate, SortedSet<String> models) {
        String model = incumbent.model();
        if (model == null) {
            return new Pair(incumbent, candidate, null, "no incumbent: " + incumbent.reason());
        }
        if (!models.contains(candidate)) {
            return new Pair(
                    incumbent, candidate, null, "no outcome of the candidate; replay a sample of the task's calls");
        }
        if (!models.contains(model)) {
            return new Pair(incumbent, candidate, null, "no outcome of the incumbent on the same units");
        }
        List<OutcomeUnit> units = unitsOfTask.getOrDefault(incumbent.task(), List.of());
        boolean sampled = isSampled(units, candidate);
        Optional<PairEvidence> evidence =
                sampled ? replayed.compare(units, model, candidate) : pairedOrLogged(units, model, candidate);
        String otherwise = sampled
                ? "more than a tenth of the replay's draws lack one of the two answers"
                : "no unit was answered by both models, and too few calls were routed at random";
        return new Pair(incumbent, candidate, evidence.orElse(null), otherwise);
    }

    /** Both answers to the same units say most; then what a router drew at random; last what judges assume. */
    private Optional<PairEvidence> pairedOrLogged(List<OutcomeUnit> units, String incumbent, String candidate) {
        Optional<PairEvidence> evidence = paired.compare(units, incumbent, candidate);
        boolean isPaired =
                evidence.isPresent() && evidence.get().sample().status().equals(Assessment.PAIRED);
        return isPaired ? evidence : logged.compare(units, incumbent, candidate).or(() -> evidence);
    }

    private Assessment assessment(
            Pair pair, PairEvidence evidence, Verdict verdict, Judged judged, String reservation) {
        PairEvidence.Sample sample = evidence.sample();
        ReplaysNeeded needed = verdict == Verdict.UNDECIDED ? replaysNeeded(evidence, judged) : null;
        Measured measured = new Measured(
                evidence.estimate(),
                evidence.interval(),
                evidence.intervalMethod(),
                evidence.anytime(),
                evidence.deviation(),
                evidence.neededShare(),
                sample.units(),
                sample.independent(),
                sample.effectiveSize(),
                sample.left(),
                sample.coversCalls(),
                needed,
                needed == null ? null : cost(needed.atLeast(), sample.averageCandidateCostPicodollars()));
        return new Assessment(
                pair.incumbent().task(),
                pair.incumbent().model(),
                pair.candidate(),
                sample.status(),
                verdict,
                measured,
                evidence.saving(),
                sample.left() == 0
                        ? reservation
                        : sample.left() + leftOut(sample.status()) + (reservation.isEmpty() ? "" : "; " + reservation));
    }

    private static String leftOut(String status) {
        return status.equals(Assessment.OVERLAP)
                ? " calls, whose router could not have drawn both, are left out and widen the interval"
                : " left out, as one of the two answers is missing";
    }

    private ReplaysNeeded replaysNeeded(PairEvidence evidence, Judged judged) {
        return ReplaysNeeded.toDecide(
                evidence.interval(),
                evidence.deviation(),
                ReplayDesign.INCREMENTS,
                options.tolerance(),
                judged.familySize(),
                judged.confidence(),
                evidence.sample().independent());
    }

    private static @Nullable BigDecimal cost(long replays, double picodollarsEach) {
        return Double.isNaN(picodollarsEach) ? null : Dollars.ofPicodollars(replays * picodollarsEach);
    }

    private static PairEvidence evidence(Pair pair) {
        return java.util.Objects.requireNonNull(pair.evidence());
    }
}
