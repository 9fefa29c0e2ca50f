package io.weighbridge.audit.rollup;

import io.weighbridge.audit.scan.TextColumn;
import io.weighbridge.audit.scan.TextIds;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.TaskRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks of calls as {@link TextIds}: a call's own, else what names tell. */
final class TaskIds {
    private final Map<Long, Integer> taskOfNames = new HashMap<>();
    private final TextIds ids;
    private final List<TaskRule> rules;
    private final boolean areToldByNames;
    private boolean isUntold;

    TaskIds(TextIds ids, List<TaskRule> rules) {
        this.ids = ids;
        this.rules = rules;
        this.areToldByNames = CallTask.isToldByNames(rules);
    }

    /**
     * The task of a call; never {@link TextIds#NONE}. Names are looked at only where there is no task: templates may be many.
     *
     * @param template null where templates tell no tasks
     */
    int task(TextColumn own, TextColumn application, @Nullable TextColumn template, int row) {
        int task = own.id(row);
        return task == TextIds.NONE
                ? ofNames(application.id(row), template == null ? TextIds.NONE : template.id(row))
                : task;
    }

    private int ofNames(int application, int template) {
        isUntold |= !areToldByNames;
        return taskOfNames.computeIfAbsent(
                (long) application << 32 | template,
                unused -> ids.id(CallTask.of(ids.text(application), ids.text(template), rules)));
    }

    /** Whether a call had no task of its own while rules look at more than names. */
    boolean isUntold() {
        return isUntold;
    }
}
