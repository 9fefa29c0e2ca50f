package io.weighbridge.routing;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Which models may serve a tenant.
 *
 * @param models the allowed models; empty for all
 * @param regions the model must be served in one of these regions; empty for anywhere
 */
public record TenantRule(Optional<SortedSet<String>> models, Optional<SortedSet<String>> regions) {

    public TenantRule {
        models = models.map(Check::sorted);
        regions = regions.map(Check::sorted);
    }

    public static TenantRule ofModels(Set<String> models) {
        return new TenantRule(Optional.of(Check.sorted(models)), Optional.empty());
    }

    public static TenantRule ofRegions(Set<String> regions) {
        return new TenantRule(Optional.empty(), Optional.of(Check.sorted(regions)));
    }
}
