package io.weighbridge.audit.spend;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.cli.TaskRule;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * The task of a call: its own, else that of the first configured rule that matches, else the cluster of its template,
 * else {@link #NONE}. Rules count here too, not only at ingest, because they are often written after the first look.
 */
public final class CallTask {
    /** Task of calls of which nothing says what they are for. */
    public static final String NONE = "no-task";

    private static final String TEMPLATE = "template-";
    private static final int TEMPLATE_DIGITS = 12;
    /** Prompts are hostile; a rule sees only their beginning. */
    private static final int LONGEST_MATCHED = 20_000;

    private CallTask() {}

    /** An expression over the columns of calls; never null. */
    public static Column column(List<TaskRule> rules) {
        return column(
                rules, coalesce(concat(lit(TEMPLATE), substring(col("template_id"), 1, TEMPLATE_DIGITS)), lit(NONE)));
    }

    /** The same without the clusters of templates: a prompt with a sentence added has another template. */
    public static Column told(List<TaskRule> rules) {
        return column(rules, lit(NONE));
    }

    private static Column column(List<TaskRule> rules, Column otherwise) {
        Column task = otherwise;
        for (TaskRule rule : rules.reversed()) {
            task = when(matches(rule), lit(rule.task())).otherwise(task);
        }
        return coalesce(col("task"), task);
    }

    /** Whether the rules look at nothing but {@link #of what} names tell. */
    public static boolean isToldByNames(List<TaskRule> rules) {
        return rules.stream().allMatch(rule -> rule.labels().isEmpty() && rule.promptMatches() == null);
    }

    /**
     * What {@link #column} gives for a call without a task of its own, and {@link #told} if no template is given.
     *
     * @param rules of which {@link #isToldByNames} is true
     */
    public static String of(@Nullable String application, @Nullable String templateId, List<TaskRule> rules) {
        for (TaskRule rule : rules) {
            if (rule.matches(application, Map.of(), null)) {
                return rule.task();
            }
        }
        return templateId == null
                ? NONE
                : TEMPLATE + templateId.substring(0, Math.min(TEMPLATE_DIGITS, templateId.length()));
    }

    private static Column matches(TaskRule rule) {
        Column all = lit(true);
        if (rule.application() != null) {
            all = all.and(col("application").equalTo(rule.application()));
        }
        for (Map.Entry<String, String> label : rule.labels().entrySet()) {
            all = all.and(try_element_at(col("labels"), lit(label.getKey())).equalTo(label.getValue()));
        }
        if (rule.promptMatches() != null) {
            all = all.and(substring(col("prompt"), 1, LONGEST_MATCHED)
                    .rlike(rule.promptMatches().pattern()));
        }
        return coalesce(all, lit(false));
    }
}
