package io.weighbridge.routing;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy demands for tenants and agents.
 *
 * @param tenants by tenant; {@value #ANY_OTHER} is for tenants not named and calls without one. Without it those are free
 * @param precisionClasses by name
 * @param agents the precision class of each agent, by the agent's name; it goes before that of the task
 */
public record Constraints(
        SortedMap<String, TenantRule> tenants,
        SortedMap<String, PrecisionClass> precisionClasses,
        SortedMap<String, String> agents) {

    /** The tenant that stands for all that are not named. */
    public static final String ANY_OTHER = "*";

    /** Nothing is demanded. */
    public static final Constraints NONE = of(Map.of(), Map.of(), Map.of());

    public Constraints {
        tenants = Check.sorted(tenants);
        precisionClasses = Check.sorted(precisionClasses);
        agents = Check.sorted(agents);
        for (Map.Entry<String, String> agent : agents.entrySet()) {
            Check.isTrue(
                    precisionClasses.containsKey(agent.getValue()),
                    "constraints.agents." + agent.getKey(),
                    "must be a precision class",
                    agent.getValue());
        }
    }

    public static Constraints of(
            Map<String, TenantRule> tenants, Map<String, PrecisionClass> precisionClasses, Map<String, String> agents) {
        return new Constraints(Check.sorted(tenants), Check.sorted(precisionClasses), Check.sorted(agents));
    }

    @Nullable
    TenantRule tenantRule(@Nullable String tenant) {
        TenantRule own = tenant == null ? null : tenants.get(tenant);
        return own != null ? own : tenants.get(ANY_OTHER);
    }

    /** The class of an agent's calls in a task. */
    @Nullable
    PrecisionClass precisionClass(@Nullable String agent, @Nullable String classOfTask) {
        String ofAgent = agent == null ? null : agents.get(agent);
        String name = ofAgent != null ? ofAgent : classOfTask;
        return name == null ? null : precisionClasses.get(name);
    }
}
