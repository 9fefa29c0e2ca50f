package io.weighbridge.audit.spend;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one model cost one team for one task of one application on one day. Money is exact.
 *
 * @param day in UTC
 * @param team null where the log does not say, as for {@code application}
 */
public record SpendLine(
        LocalDate day,
        @Nullable String team,
        @Nullable String application,
        String task,
        String model,
        SpendAmount amount) {

    SpendLine with(SpendAmount other) {
        return new SpendLine(day, team, application, task, model, other);
    }
}
