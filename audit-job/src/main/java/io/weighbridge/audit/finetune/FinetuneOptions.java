package io.weighbridge.audit.finetune;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.privacy.Redaction;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which answers become examples.
 *
 * @param tenant the only tenant whose calls count, "" for calls that name none; null where the task has one tenant, or {@code allTenants}
 * @param from first day in UTC; null is the first there is, {@code to} likewise the last
 * @param minimumScore of a verified answer, in [0, 1]
 * @param includeJudged whether a judge's score counts where there is no other
 * @param redact what is looked for in every turn
 * @param validationShare of the examples, in [0, 1)
 * @param perTemplate most examples of one template
 * @param longestTokens of one example
 * @param salt of every hash that decides something
 */
record FinetuneOptions(
        String task,
        @Nullable String tenant,
        boolean allTenants,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        double minimumScore,
        boolean includeJudged,
        List<Redaction> redact,
        Layout layout,
        SplitBy splitBy,
        double validationShare,
        int perTemplate,
        int maxExamples,
        int longestTokens,
        String salt) {

    FinetuneOptions {
        redact = List.copyOf(redact);
        requireShare("--minimum-score", minimumScore, minimumScore <= 1);
        requireShare("--validation-share", validationShare, validationShare < 1);
        requirePositive("--per-template", perTemplate);
        requirePositive("--max-examples", maxExamples);
        requirePositive("--longest-tokens", longestTokens);
        if (tenant != null && allTenants) {
            throw new BadInputException("--tenant and --all-tenants: only one of them");
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new BadInputException("--to: must not be before --from, was " + to + " < " + from);
        }
    }

    /** For the record. */
    Map<String, @Nullable Object> byName() {
        Map<String, @Nullable Object> options = new TreeMap<>();
        options.put("tenant", tenant);
        options.put("all_tenants", allTenants);
        options.put("from", from);
        options.put("to", to);
        options.put("minimum_score", minimumScore);
        options.put("include_judged", includeJudged);
        options.put("redact", redact.stream().map(Redaction::label).toList());
        options.put("layout", layout.label());
        options.put("split_by", splitBy.label());
        options.put("validation_share", validationShare);
        options.put("per_template", perTemplate);
        options.put("max_examples", maxExamples);
        options.put("longest_tokens", longestTokens);
        options.put("salt", salt);
        return options;
    }

    private static void requireShare(String option, double value, boolean isBelow) {
        if (!(value >= 0 && isBelow)) {
            throw new BadInputException(option + ": must be from 0 to 1"
                    + (option.equals("--validation-share") ? " and less than 1" : "") + ", was " + value);
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new BadInputException(option + ": must be at least 1, was " + value);
        }
    }
}
