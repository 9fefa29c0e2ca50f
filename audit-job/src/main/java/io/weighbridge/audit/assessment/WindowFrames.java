package io.weighbridge.audit.assessment;

import io.weighbridge.audit.spend.SpendLedger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a window: the name by which a replay plan and an audit of the same days mean the same calls of a task.
 *
 * @param first null where nothing is dated, as {@code last}
 */
public record WindowFrames(
        @Nullable LocalDate first, @Nullable LocalDate last) {

    /** The days asked for; where none are, those that have calls. */
    public static WindowFrames of(AuditOptions options, SpendLedger ledger) {
        List<LocalDate> days = List.copyOf(ledger.byDay().keySet());
        LocalDate first = days.isEmpty() ? null : days.get(0);
        LocalDate last = days.isEmpty() ? null : days.get(days.size() - 1);
        return new WindowFrames(
                options.from() == null ? first : options.from(), options.to() == null ? last : options.to());
    }

    boolean isOf(String task, Frame frame) {
        return frame.name().equals(name(task));
    }

    public String name(String task) {
        return task + " " + first + " to " + last;
    }
}
