package io.weighbridge.audit.finetune;

import io.weighbridge.cli.Dollars;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an audit where a small model falls just short.
 *
 * @param tolerance loss that the audit accepts
 * @param justShort most that counts as just short
 * @param days of the audit's window, in which the savings would be made; null where nothing is dated
 */
record Shortlist(
        String auditId,
        double tolerance,
        double justShort,
        @Nullable Long days,
        List<Shortfall> tasks) {
    Shortlist {
        tasks = List.copyOf(tasks);
    }

    /** For people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d tasks whose best candidate loses more than %s and not more than %s",
                auditId,
                tasks.size(),
                tolerance,
                justShort));
        for (Shortfall task : tasks) {
            lines.add("  " + task.task() + ": " + task.text() + "; " + saving(task));
        }
        if (!tasks.isEmpty()) {
            lines.add("  next: weighbridge export finetune --task TASK --out FOLDER");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private String saving(Shortfall task) {
        if (task.savingUsd() == null) {
            return "saving unknown: " + task.savingBasis();
        }
        String interval = task.savingLowUsd() == null || task.savingHighUsd() == null
                ? ""
                : " (" + Dollars.display(task.savingLowUsd()) + " to " + Dollars.display(task.savingHighUsd()) + ")";
        return "a tuned one that sufficed would have saved " + Dollars.display(task.savingUsd()) + interval
                + (days == null ? "" : " in " + days + " days") + ", " + task.savingBasis();
    }
}
