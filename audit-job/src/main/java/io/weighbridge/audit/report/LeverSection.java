package io.weighbridge.audit.report;

import io.weighbridge.audit.report.AuditSummary.LeverLine;
import io.weighbridge.cli.Dollars;
import java.util.Map;
import java.util.stream.Collectors;

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
            "hosting", "the models that the settings would host answer their calls on replicas of your own",
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
                                + "</strong></td></tr></tbody></table>\n")
                .append(hosting())
                .append("</section>\n")
                .toString();
    }

    /** What replicas were sized for, whether they pay or not. */
    private String hosting() {
        if (summary.hosting().isEmpty()) {
            return "";
        }
        StringBuilder table =
                new StringBuilder("<h3>Hosting</h3>\n<p>Replicas carry the busiest hour's tokens per second times"
                        + " the burst, all calls of the window counted, and run all of its hours. What hosting costs stands beside what the"
                        + " levers above have left of the cost of the same calls; it is all of a model\u2019s calls or none.</p>\n<table><thead>"
                        + "<tr><th>Model</th><th>In place of</th><th>Busiest hour</th><th class=\"number\">Tokens/s in it</th>"
                        + "<th class=\"number\">Mean</th><th class=\"number\">Pays from a mean of</th>"
                        + "<th class=\"number\">Replicas</th><th class=\"number\">Hours</th><th class=\"number\">Hosting costs</th>"
                        + "<th class=\"number\">Calls cost</th></tr></thead><tbody>\n");
        summary.hosting()
                .forEach(line -> table.append("<tr><td>" + Html.name(line.model()) + "</td><td>"
                        + line.replaces().stream().map(Html::name).collect(Collectors.joining(", "))
                        + "</td><td>" + (line.peakHour() == null ? "none" : Html.hour(line.peakHour()))
                        + number(line.peakTokensPerSecond()) + number(line.meanTokensPerSecond())
                        + (line.breakEvenTokensPerSecond() == null
                                ? "</td><td class=\"number\">unknown"
                                : number(line.breakEvenTokensPerSecond()))
                        + number(line.replicas()) + number(line.hours()) + "</td><td class=\"number\">"
                        + Dollars.display(line.hostingUsd()) + "</td><td class=\"number\">"
                        + Dollars.display(line.callsUsd())
                        + "</td></tr>\n"));
        return table.append("</tbody></table>\n").toString();
    }

    private static String number(double value) {
        return "</td><td class=\"number\">" + Html.count(Math.round(value));
    }
}
