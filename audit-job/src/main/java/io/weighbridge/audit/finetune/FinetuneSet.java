package io.weighbridge.audit.finetune;

import io.weighbridge.cli.Dollars;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code finetune.json}: what a set holds, what it was made from, and when it pays.
 *
 * @param model whose answers these are
 * @param callsRead of the task in the window; {@code examples} and the sum of {@code dropped} together
 * @param dropped by reason ({@link Fate})
 * @param validation null where no group could be held back
 * @param examplesWithRoles whose prompts told the roles of their turns; all others are one turn of the user
 * @param redactedExamples in which something was replaced
 * @param candidate the small model, as the audit sees it; null where no audit does
 */
record FinetuneSet(
        String format,
        String task,
        String model,
        long callsRead,
        long examples,
        SortedMap<String, Long> dropped,
        Part train,
        @Nullable Part validation,
        GroupCounts groups,
        long examplesWithRoles,
        long redactedExamples,
        @Nullable Shortfall candidate,
        BreakEven breakEven,
        Inputs inputs) {
    static final String FORMAT = "weighbridge-finetune/1";
    static final String FILE_NAME = "finetune.json";

    /** Fewer are refused by OpenAI. */
    private static final int FEWEST_EXAMPLES = 10;

    FinetuneSet {
        long lost = dropped.values().stream().mapToLong(Long::longValue).sum();
        if (callsRead != examples + lost) {
            throw new IllegalStateException("calls read must be examples + dropped, was " + callsRead + " and "
                    + examples + " + " + lost + " " + dropped);
        }
    }

    /**
     * One file.
     *
     * @param tokens of all its turns; a trainer adds a few for each
     */
    record Part(String file, int examples, long tokens, long bytes, String sha256) {}

    /**
     * What the split keeps together.
     *
     * @param largest examples in the largest group
     */
    record GroupCounts(String by, int groups, int largest) {}

    /**
     * What the set was made from.
     *
     * @param lakeVersions Delta's version of each table
     * @param auditId null where there was none
     * @param options of this export, by name
     */
    record Inputs(
            SortedMap<String, Long> lakeVersions,
            @Nullable String auditId,
            Map<String, @Nullable Object> options,
            List<String> taskRules,
            Map<String, String> aliases,
            List<String> qualityScores,
            String priceVersion,
            Instant createdAt,
            String code) {}

    /** For people. */
    String text(Path folder, TrainingCost cost) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d examples to learn from, %,d to validate, of %,d calls read%s; %,d groups by %s",
                folder,
                train.examples(),
                validation == null ? 0 : validation.examples(),
                callsRead,
                reasons(dropped),
                groups.groups(),
                groups.by()));
        if (validation == null) {
            lines.add(
                    "no validation file: " + (groups.groups() < 2 ? "all examples are one group" : "none was asked for")
                            + (groups.groups() < 2 && groups.by().equals(SplitBy.TEMPLATE.label())
                                    ? "; --split-by prompt splits one template"
                                    : ""));
        }
        if (train.examples() < FEWEST_EXAMPLES
                && Layout.OPENAI.label().equals(inputs.options().get("layout"))) {
            lines.add("OpenAI wants at least " + FEWEST_EXAMPLES + " examples");
        }
        lines.add("training: " + cost.text(train.tokens()));
        if (candidate != null) {
            lines.add(candidate.text() + (candidate.suffices() ? "; the audit says that it suffices as it is" : ""));
        }
        lines.add("if the tuned model sufficed: " + breakEven.saving().text() + " saved ("
                + breakEven.saving().basis() + ")"
                + (cost.hostingUsdPerDay() == null
                        ? ""
                        : ", before hosting at " + Dollars.display(cost.hostingUsdPerDay()) + " a day")
                + "; " + breakEven.statement());
        lines.add(
                "that is an assumption until the tuned model was judged like any candidate, on calls that are not in this"
                        + " set: replay-plan, replay, audit");
        return String.join(System.lineSeparator(), lines);
    }

    /** As in " (dropped: unscored 900, below-minimum 100)"; empty where nothing was. */
    static String reasons(Map<String, Long> dropped) {
        String reasons = dropped.entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .map(reason -> String.format(Locale.ROOT, "%s %,d", reason.getKey(), reason.getValue()))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : " (dropped: " + reasons + ")";
    }
}
