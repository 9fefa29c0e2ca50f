package io.weighbridge.runner.answer;

import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.DayLedger;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.budget.Scope.Kind;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which scopes a call is charged: the run's, and those that have a cap of their own. */
public final class CallScopes {
    private final SpendCaps caps;

    public CallScopes(SpendCaps caps) {
        this.caps = caps;
    }

    /** @param startedAt when the call was first reserved, which decides its day */
    public List<Scope> of(RoutedItem routed, Instant startedAt) {
        Attribution attribution = routed.item().attribution();
        List<Scope> scopes = new ArrayList<>();
        scopes.add(Scope.RUN);
        if (caps.day() != null) {
            scopes.add(DayLedger.scope(startedAt.atOffset(ZoneOffset.UTC).toLocalDate()));
        }
        add(scopes, Kind.TENANT, attribution.tenant(), caps.tenants());
        add(scopes, Kind.TEAM, attribution.team(), caps.teams());
        add(scopes, Kind.AGENT, attribution.agent(), caps.agents());
        add(scopes, Kind.MODEL, routed.model(), caps.models());
        return List.copyOf(scopes);
    }

    private static void add(List<Scope> scopes, Kind kind, @Nullable String name, Map<String, Usd> capped) {
        if (name != null && capped.containsKey(name)) {
            scopes.add(new Scope(kind, name));
        }
    }
}
