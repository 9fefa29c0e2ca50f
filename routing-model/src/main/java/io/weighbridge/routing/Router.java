package io.weighbridge.routing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides which model a call goes to, by a policy. Thread-safe; load once and share. */
public final class Router {
    private final Policy policy;
    private final String policyId;
    private final FeatureExtractor extractor;
    private final Scorer scorer;
    private final Map<String, OpenTask> tasks = new HashMap<>();
    private final OpenTask unknownTask;
    private final Exclusions exclusions;
    private final double[] latencyMillis;
    private final @Nullable RandomGenerator random;
    private final InstantSource clock;

    private Router(PolicyJson.Stored stored, @Nullable RandomGenerator random) {
        this(stored, random, InstantSource.system());
    }

    private Router(PolicyJson.Stored stored, @Nullable RandomGenerator random, InstantSource clock) {
        policy = stored.policy();
        policyId = stored.id();
        scorer = stored.scorer();
        this.random = random;
        this.clock = clock;
        extractor = FeatureExtractor.of(policy.features());
        unknownTask = OpenTask.unknown(policy);
        exclusions = new Exclusions(policy);
        latencyMillis = policy.candidates().stream()
                .mapToDouble(candidate -> candidate.limits().latencyP95Millis().orElse(Double.NaN))
                .toArray();
        policy.tasks().forEach((task, rule) -> tasks.put(task, OpenTask.of(task, rule, policy)));
    }

    /**
     * A router for a policy that does not explore.
     *
     * @throws IllegalArgumentException if it explores: then it needs a random generator
     */
    public static Router of(Policy policy) {
        return withoutRandom(unstored(policy));
    }

    /**
     * A router for any policy.
     *
     * @param random draws the exploration; used by one thread at a time
     */
    public static Router of(Policy policy, RandomGenerator random) {
        return new Router(unstored(policy), random);
    }

    private static PolicyJson.Stored unstored(Policy policy) {
        return new PolicyJson.Stored(policy, PolicyJson.id(policy), new Scorer(policy));
    }

    /**
     * As {@link #of(Policy, RandomGenerator)}.
     *
     * @param clock tells whether the certificate has expired
     */
    public static Router of(Policy policy, RandomGenerator random, InstantSource clock) {
        return new Router(unstored(policy), random, clock);
    }

    /**
     * Loads a policy that does not explore.
     *
     * @throws PolicyFormatException if the file is not an intact policy that this build reproduces to the bit
     */
    public static Router load(Path policyFile) throws IOException {
        return withoutRandom(PolicyJson.stored(policyFile));
    }

    /**
     * As {@link #load(Path)}, only with a signature by the owner of a key ({@link PolicySignature#publicKey}).
     *
     * @throws PolicyFormatException also if the policy is not signed or the signature does not fit it and the key
     */
    public static Router load(Path policyFile, PublicKey signer) throws IOException {
        return withoutRandom(PolicyJson.stored(policyFile, signer));
    }

    /** As {@link #load(Path, PublicKey)}, for any policy. */
    public static Router load(Path policyFile, PublicKey signer, RandomGenerator random) throws IOException {
        return new Router(PolicyJson.stored(policyFile, signer), random);
    }

    /** As {@link #load(Path)}, for any policy. */
    public static Router load(Path policyFile, RandomGenerator random) throws IOException {
        return new Router(PolicyJson.stored(policyFile), random);
    }

    /** As {@link #load(Path)}; reads the stream to its end and does not close it. */
    public static Router load(InputStream policyFile) throws IOException {
        return withoutRandom(PolicyJson.stored(policyFile));
    }

    /** As {@link #load(InputStream)}, for any policy. */
    public static Router load(InputStream policyFile, RandomGenerator random) throws IOException {
        return new Router(PolicyJson.stored(policyFile), random);
    }

    private static Router withoutRandom(PolicyJson.Stored stored) {
        double exploration = stored.policy().exploration();
        Check.isTrue(exploration == 0, "exploration", "needs a random generator for the router", exploration);
        return new Router(stored, null);
    }

    public Policy policy() {
        return policy;
    }

    /** Content hash of the policy. */
    public String policyId() {
        return policyId;
    }

    /** Decides for a call of which only task and prompt are known. */
    public RouteDecision route(String task, String prompt) {
        return route(RoutingRequest.of(task, prompt));
    }

    /**
     * Decides for a call; where the policy explores, the router's generator draws.
     *
     * @throws NoEligibleModelException if no model of the policy satisfies what the call needs
     */
    public RouteDecision route(RoutingRequest request) {
        return route(request, Set.of());
    }

    /**
     * As {@link #route(RoutingRequest)} while some models are down or retired.
     *
     * @param unavailable names of models that are not chosen; other names than those of candidates are ignored
     */
    public RouteDecision route(RoutingRequest request, Set<String> unavailable) {
        if (random == null) {
            return decide(request, unavailable, 1);
        }
        synchronized (random) {
            return decide(request, unavailable, random.nextDouble());
        }
    }

    /** Decides for a call with its own generator, so that a repeated run repeats its decisions. */
    public RouteDecision route(RoutingRequest request, RandomGenerator requestRandom) {
        return route(request, Set.of(), requestRandom);
    }

    /** As {@link #route(RoutingRequest, RandomGenerator)} while some models are down or retired. */
    public RouteDecision route(RoutingRequest request, Set<String> unavailable, RandomGenerator requestRandom) {
        return decide(request, unavailable, requestRandom.nextDouble());
    }

    /** The features of a request, as this policy's models see them. */
    public SparseVector features(RoutingRequest request) {
        return extractor.extract(request);
    }

    /** The quality estimates of all candidates, step by step, in the order of the policy. */
    public List<Score> scores(RoutingRequest request) {
        return scores(request.task(), request.isReadable() ? features(request) : null);
    }

    /**
     * As {@link #scores(RoutingRequest)} for features already extracted.
     *
     * @param features {@code null} for a request without prompt
     */
    public List<Score> scores(String task, @Nullable SparseVector features) {
        double @Nullable [] logOdds = features == null ? null : scorer.logOdds(features);
        double[] quality = scorer.quality(task, logOdds);
        List<Score> scores = new ArrayList<>();
        for (int k = 0; k < quality.length; k++) {
            Candidate candidate = policy.candidates().get(k);
            boolean perCall = logOdds != null && candidate.quality().perCall() != null;
            double margin = perCall && logOdds != null ? logOdds[k] : Double.NaN;
            double calibrated = perCall ? candidate.quality().calibration().apply(margin) : Double.NaN;
            scores.add(new Score(candidate.model(), known(margin), known(calibrated), known(quality[k])));
        }
        return scores;
    }

    /**
     * Takes the decision for a call apart: which features push which model, which rule chose, and what would change it. Slower
     * than a decision by orders of magnitude; draws nothing.
     *
     * @throws NoEligibleModelException as {@link #route(RoutingRequest)}
     */
    public RouteExplanation explain(RoutingRequest request) {
        return explain(request, Set.of());
    }

    /** As {@link #explain(RoutingRequest)} while some models are down or retired. */
    public RouteExplanation explain(RoutingRequest request, Set<String> unavailable) {
        Weighed weighed = weighed(request, unavailable);
        Choice choice = choice(request, weighed, 1);
        RouteDecision decision = weighed.explanation().of(choice, policyId);
        List<RouteExplanation.Flip> flips =
                new Flips(policy.candidates(), weighed.preference(), weighed.why(), choice.greedy()).smallest();
        return new RouteExplanation(decision, weighed.preference().description(), pushes(request), flips);
    }

    private List<RouteExplanation.CandidatePushes> pushes(RoutingRequest request) {
        SparseVector features = request.isReadable() ? features(request) : SparseVector.ZERO;
        Map<Integer, String> names = FeatureNames.of(policy.features(), request);
        List<RouteExplanation.CandidatePushes> pushes = new ArrayList<>();
        for (Candidate candidate : policy.candidates()) {
            @Nullable CallModel perCall = candidate.quality().perCall();
            @Nullable TaskQuality table = candidate.quality().tasks().get(request.task());
            boolean counts = request.isReadable() && table != null && table.perCallShare() > 0;
            pushes.add(new RouteExplanation.CandidatePushes(
                    candidate.model(), perCall != null && counts ? Pushes.of(perCall, features, names) : List.of()));
        }
        return pushes;
    }

    /** @param draw uniform in [0, 1); 1 for none */
    private RouteDecision decide(RoutingRequest request, Set<String> unavailable, double draw) {
        Weighed weighed = weighed(request, unavailable);
        return weighed.explanation().of(choice(request, weighed, draw), policyId);
    }

    private Choice choice(RoutingRequest request, Weighed weighed, double draw) {
        @Nullable
        Choice choice = Choice.of(weighed.preference(), policy.exploration(), weighed.byPolicy(), weighed.why(), draw);
        if (choice == null) {
            throw new NoEligibleModelException(
                    request.task(), weighed.explanation().estimates());
        }
        return choice;
    }

    /** A request with all that is known of every candidate for it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Weighed(
            Preference preference,
            @Nullable Eligibility[] byPolicy,
            @Nullable Eligibility[] why,
            Policy policy,
            boolean certified) {
        Explanation explanation() {
            return new Explanation(policy, certified, preference, why);
        }
    }

    private Weighed weighed(RoutingRequest request, Set<String> unavailable) {
        if (!isJudgedByCall(request)) {
            double[] quality = scorer.quality(request.task(), null);
            return weighed(request, unavailable, quality, policy.inputTokens().expected(request));
        }
        FeatureExtractor.Workspace workspace = extractor.borrow();
        Scratch features = extractor.extract(request, workspace);
        double[] quality = scorer.quality(request.task(), scorer.logOdds(features));
        double inputTokens = policy.inputTokens().expected(request, workspace.promptBytes());
        extractor.giveBack(workspace);
        return weighed(request, unavailable, quality, inputTokens);
    }

    private Weighed weighed(RoutingRequest request, Set<String> unavailable, double[] quality, double inputTokens) {
        OpenTask task = tasks.getOrDefault(request.task(), unknownTask);
        double[] costUsd = costUsd(request, task, inputTokens);
        @Nullable
        PrecisionClass precision =
                policy.constraints().precisionClass(request.attributes().get("agent"), task.precisionClass());
        Preference preference = Preference.of(policy.rule(), task, precision, quality, costUsd, latencyMillis);
        @Nullable
        Eligibility[] byPolicy = exclusions.byPolicy(request, task.incumbent(), precision, quality, inputTokens);
        @Nullable Eligibility[] why = exclusions.byRequest(byPolicy, request.needs(), unavailable);
        return new Weighed(preference, byPolicy, why, policy, policy.isCertified(clock.instant()));
    }

    private boolean isJudgedByCall(RoutingRequest request) {
        return scorer.hasPerCall() && request.isReadable() && tasks.containsKey(request.task());
    }

    private double[] costUsd(RoutingRequest request, OpenTask task, double inputTokens) {
        OptionalLong limit = request.maxOutputTokens();
        double[] costUsd = new double[policy.candidates().size()];
        for (int k = 0; k < costUsd.length; k++) {
            Candidate candidate = policy.candidates().get(k);
            double mean = task.isKnown()
                    ? task.outputTokens(k)
                    : candidate.outputTokens().expected(request.task());
            double outputTokens = limit.isPresent() ? Math.min(mean, limit.getAsLong()) : mean;
            @Nullable TokenPrices prices = candidate.prices();
            costUsd[k] = prices == null ? Double.NaN : prices.costUsd(inputTokens, outputTokens);
        }
        return costUsd;
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
