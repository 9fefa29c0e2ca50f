package io.weighbridge.audit.rollup;

import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What calls have in common that are added up.
 *
 * @param team null where the log does not say, as for {@code application}, {@code provider} and {@code serviceTier}
 */
public record CallGroup(
        @Nullable String team,
        @Nullable String application,
        String task,
        String model,
        @Nullable String provider,
        @Nullable String serviceTier)
        implements Comparable<CallGroup>, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Comparator<@Nullable String> NAMES = Comparator.nullsFirst(Comparator.naturalOrder());

    private static final Comparator<CallGroup> ORDER = Comparator.comparing(CallGroup::team, NAMES)
            .thenComparing(CallGroup::application, NAMES)
            .thenComparing(CallGroup::task)
            .thenComparing(CallGroup::model)
            .thenComparing(CallGroup::provider, NAMES)
            .thenComparing(CallGroup::serviceTier, NAMES);

    @Override
    public int compareTo(CallGroup other) {
        return ORDER.compare(this, other);
    }
}
