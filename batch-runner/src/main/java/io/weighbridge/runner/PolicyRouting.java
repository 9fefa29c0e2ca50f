package io.weighbridge.runner;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.CandidateEstimate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.Decision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Routes by a policy. Exploration is drawn from run and custom_id, so that a repeated run repeats its decisions. */
final class PolicyRouting implements Routing {
    private static final int LONGEST_REASON = 4_000;

    private final Router router;
    private final Set<String> unavailable;
    private final String runId;

    /** @param unavailable models that this run cannot ask */
    PolicyRouting(Router router, Set<String> unavailable, String runId) {
        this.router = router;
        this.unavailable = Set.copyOf(unavailable);
        this.runId = runId;
    }

    @Override
    public Decision route(WorkloadItem item) {
        RouteDecision decision = decided(item);
        String reason = decision.reason();
        return new Decision(
                decision.policyId(),
                decision.model(),
                decision.propensity(),
                reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON),
                decision.candidates().stream().map(CandidateEstimate::model).toList());
    }

    @Override
    public Expectation expected(WorkloadItem item, String model) {
        return decided(item).candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .findFirst()
                .map(candidate -> new Expectation(
                        candidate.expectedCostUsd(), candidate.expectedQuality(), outputTokens(item, model)))
                .orElse(Expectation.UNKNOWN);
    }

    private OptionalDouble outputTokens(WorkloadItem item, String model) {
        return router.policy().candidates().stream()
                .filter(candidate -> candidate.model().equals(model))
                .map(Candidate::outputTokens)
                .mapToDouble(tokens -> tokens.tasks().getOrDefault(item.task(), tokens.mean()))
                .findFirst();
    }

    private RouteDecision decided(WorkloadItem item) {
        return router.route(request(item), unavailable, new SplittableRandom(seed(item.customId())));
    }

    /** The first model of a cascade is not asked after another. */
    @Override
    public List<String> permitted(WorkloadItem item) {
        Cascade cascade = cascade(item);
        return decided(item).candidates().stream()
                .filter(CandidateEstimate::eligible)
                .map(CandidateEstimate::model)
                .filter(model -> cascade == null || !model.equals(cascade.first()))
                .toList();
    }

    /** What a cascade names, where the item may go there. */
    @Override
    public Optional<String> escalation(WorkloadItem item, String failed) {
        Cascade cascade = cascade(item);
        return cascade == null || !cascade.first().equals(failed)
                ? Optional.empty()
                : Optional.of(cascade.escalation()).filter(permitted(item)::contains);
    }

    private @Nullable Cascade cascade(WorkloadItem item) {
        TaskRule rule = router.policy().tasks().get(item.task());
        return rule == null ? null : rule.cascade();
    }

    private static RoutingRequest request(WorkloadItem item) {
        Attribution attribution = item.attribution();
        return RoutingRequest.of(item.task(), item.prompt())
                .withAttribution(attribution.tenant(), attribution.team(), attribution.application())
                .withAgent(attribution.agent())
                .withMaxOutputTokens(item.outputTokenBound());
    }

    private long seed(String customId) {
        CRC32 run = new CRC32();
        run.update(runId.getBytes(StandardCharsets.UTF_8));
        CRC32 item = new CRC32();
        item.update(customId.getBytes(StandardCharsets.UTF_8));
        return run.getValue() << 32 | item.getValue();
    }
}
