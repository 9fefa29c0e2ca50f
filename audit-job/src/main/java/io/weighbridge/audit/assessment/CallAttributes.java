package io.weighbridge.audit.assessment;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a call's attribution a policy may look at, as the runner tells it. */
public final class CallAttributes {
    private CallAttributes() {}

    /** Those that are known, by name. */
    public static Map<String, String> of(@Nullable String tenant, @Nullable String team, @Nullable String application) {
        Map<String, String> attributes = new TreeMap<>();
        putIfKnown(attributes, "tenant", tenant);
        putIfKnown(attributes, "team", team);
        putIfKnown(attributes, "application", application);
        return attributes;
    }

    private static void putIfKnown(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }
}
