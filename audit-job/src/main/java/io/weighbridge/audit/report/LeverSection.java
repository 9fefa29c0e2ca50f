package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.LeverLine;
import io.weighbridge.cli.Dollars;
import java.util.Map;

/** "Where the money could be saved": the levers, in the order in which they are pulled. */
final class LeverSection {
    private static final Map<String, String> EXPLANATIONS = Map.of(
            "failed-calls", "paid without an answer, or cut off and asked again within the hour",
            "exact-duplicates",
                    "same prompt, model and tenant while a cached answer would have lived; other parameters of a request"
                            + " are not in the log",
            "near-duplicates",
                    "same words but for long numbers, or a sentence added in another session, likewise; grade a sample before you rely"
                            + " on it: an answer may depend on what differs",
            "template-answers",
                    "all answers to a prompt template of a day were the same; those after the first 20 need no model",
            "prefix-caching",
                    "the prompt begins like one that the provider saw minutes before; what they share is rounded down",
            "over-provisioned-model", "a candidate suffices for the task",
            "batch-tier", "tasks that can wait, if the settings name them rightly");

    private final AuditSummary summary;

    LeverSection(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        if (summary.calls() == 0) {
            return "";
        }
        StringBuilder table =
                new StringBuilder("<section><h2>Where the money could be saved</h2>\n<p>Each lever takes from what the"
                        + " ones above it have left of a call\u2019s cost, so that they add up and no call saves more than it cost. Cached"
                        + " answers live "
                        + Html.count(summary.inputs().levers().cacheHours())
                        + " hours, a provider\u2019s cache of prompts "
                        + Html.count(summary.inputs().levers().prefixCacheMinutes())
                        + " minutes from its last use.</p>\n<table><thead><tr><th>Lever</th><th>What it is</th><th>Sure</th>"
                        + "<th class=\"number\">Calls</th><th class=\"number\">Saving</th></tr></thead><tbody>\n");
        for (LeverLine line : summary.levers()) {
            table.append("<tr><td>" + Html.text(line.lever().replace('-', ' ')) + "</td><td class=\"quiet\">"
                    + EXPLANATIONS.getOrDefault(line.lever(), "") + "</td><td>" + Html.text(line.confidence())
                    + "</td><td class=\"number\">" + Html.count(line.calls()) + "</td><td class=\"number\">"
                    + Dollars.display(line.savingUsd()) + "</td></tr>\n");
        }
        return table.append(
                        "<tr><td><strong>together</strong></td><td></td><td></td><td></td><td class=\"number\"><strong>"
                                + Dollars.display(summary.jointSavingUsd())
                                + "</strong></td></tr></tbody></table></section>\n")
                .toString();
    }
}
