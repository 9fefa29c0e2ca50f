package io.weighbridge.routing;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a candidate may not serve a request whatever its quality and cost: first what the policy demands (tenant, precision
 * class, lengths that are known), then what the request needs and who is unavailable. FORMAT.md, "Decision".
 */
final class Exclusions {
    private final Policy policy;

    Exclusions(Policy policy) {
        this.policy = policy;
    }

    /**
     * What the policy demands.
     *
     * @return per candidate why it is excluded, {@code null} where it is not
     */
    @Nullable
    Eligibility[] byPolicy(
            RoutingRequest request,
            int incumbent,
            @Nullable PrecisionClass precision,
            double[] quality,
            double inputTokens) {
        @Nullable
        TenantRule tenant = policy.constraints().tenantRule(request.attributes().get("tenant"));
        @Nullable Eligibility[] why = new Eligibility[quality.length];
        for (int k = 0; k < why.length; k++) {
            Candidate candidate = policy.candidates().get(k);
            @Nullable Eligibility reason = tenant == null ? null : byTenant(tenant, candidate);
            if (reason == null && precision != null) {
                reason = byClass(
                        precision, candidate.limits(), k == incumbent ? Double.NaN : quality[k], k == incumbent);
            }
            why[k] = reason != null ? reason : byLength(candidate.limits(), inputTokens, request.maxOutputTokens());
        }
        return why;
    }

    /** The same with what the request needs and who is unavailable; the same array if that excludes nobody. */
    @Nullable
    Eligibility[] byRequest(@Nullable Eligibility[] byPolicy, Needs needs, Set<String> unavailable) {
        if (unavailable.isEmpty() && needs.equals(Needs.NONE)) {
            return byPolicy;
        }
        @Nullable Eligibility[] why = byPolicy.clone();
        for (int k = 0; k < why.length; k++) {
            Candidate candidate = policy.candidates().get(k);
            if (unavailable.contains(candidate.model())) {
                why[k] = Eligibility.UNAVAILABLE;
            } else if (why[k] == null) {
                why[k] = byNeeds(needs, candidate.limits());
            }
        }
        return Arrays.equals(why, byPolicy) ? byPolicy : why;
    }

    private static @Nullable Eligibility byTenant(TenantRule tenant, Candidate candidate) {
        if (tenant.models().isPresent() && !tenant.models().get().contains(candidate.model())) {
            return Eligibility.NOT_ALLOWED;
        }
        return tenant.regions().isPresent()
                ? byRegion(tenant.regions().get(), candidate.limits().regions())
                : null;
    }

    private static @Nullable Eligibility byRegion(Set<String> allowed, SortedSet<String> regions) {
        if (regions.isEmpty()) {
            return Eligibility.NO_REGION;
        }
        return regions.stream().anyMatch(allowed::contains) ? null : Eligibility.OTHER_REGION;
    }

    private static @Nullable Eligibility byClass(
            PrecisionClass precision, Limits limits, double quality, boolean isIncumbent) {
        @Nullable Eligibility slow = byLatency(precision.maxLatencyMillis(), limits);
        if (slow != null || isIncumbent || precision.minQuality().isEmpty()) {
            return slow;
        }
        if (Double.isNaN(quality)) {
            return Eligibility.NO_QUALITY;
        }
        return quality < precision.minQuality().getAsDouble() ? Eligibility.BELOW_MIN_QUALITY : null;
    }

    private static @Nullable Eligibility byLatency(OptionalDouble bound, Limits limits) {
        if (bound.isEmpty()) {
            return null;
        }
        if (limits.latencyP95Millis().isEmpty()) {
            return Eligibility.NO_LATENCY;
        }
        return limits.latencyP95Millis().getAsDouble() > bound.getAsDouble() ? Eligibility.TOO_SLOW : null;
    }

    private static @Nullable Eligibility byLength(Limits limits, double inputTokens, OptionalLong outputTokens) {
        if (limits.maxInputTokens().isPresent()
                && inputTokens > limits.maxInputTokens().getAsLong()) {
            return Eligibility.INPUT_TOO_LONG;
        }
        boolean tooLong = limits.maxOutputTokens().isPresent()
                && outputTokens.isPresent()
                && outputTokens.getAsLong() > limits.maxOutputTokens().getAsLong();
        return tooLong ? Eligibility.OUTPUT_TOO_LONG : null;
    }

    private static @Nullable Eligibility byNeeds(Needs needs, Limits limits) {
        if (!limits.capabilities().containsAll(needs.capabilities())) {
            return Eligibility.LACKS_CAPABILITY;
        }
        @Nullable Eligibility region = needs.regions().isEmpty() ? null : byRegion(needs.regions(), limits.regions());
        if (region != null) {
            return region;
        }
        if (needs.inputTokens().isPresent() && limits.maxInputTokens().isEmpty()) {
            return Eligibility.NO_INPUT_LIMIT;
        }
        if (needs.outputTokens().isPresent() && limits.maxOutputTokens().isEmpty()) {
            return Eligibility.NO_OUTPUT_LIMIT;
        }
        @Nullable Eligibility length = byLength(limits, needs.inputTokens().orElse(0), needs.outputTokens());
        return length != null ? length : byLatency(needs.latencyMillis(), limits);
    }
}
