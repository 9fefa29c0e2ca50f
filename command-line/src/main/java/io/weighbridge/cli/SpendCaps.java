package io.weighbridge.cli;

import io.weighbridge.tokenlog.Usd;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hard caps beside that of a run.
 *
 * @param day of all runs of a lake in a day (UTC); null is no limit
 * @param tenants of one run, by tenant
 * @param teams of one run, by team
 * @param agents of one run, by agent
 * @param models of one run, by model
 */
public record SpendCaps(
        @Nullable Usd day,
        Map<String, Usd> tenants,
        Map<String, Usd> teams,
        Map<String, Usd> agents,
        Map<String, Usd> models) {
    public SpendCaps {
        tenants = Map.copyOf(tenants);
        teams = Map.copyOf(teams);
        agents = Map.copyOf(agents);
        models = Map.copyOf(models);
    }

    public static SpendCaps none() {
        return new SpendCaps(null, Map.of(), Map.of(), Map.of(), Map.of());
    }
}
