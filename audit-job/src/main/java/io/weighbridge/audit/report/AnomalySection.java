package io.weighbridge.audit.report;

import io.weighbridge.audit.anomaly.Anomalies;
import io.weighbridge.audit.anomaly.Anomaly;
import io.weighbridge.audit.anomaly.Anomaly.Contributor;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.Dollars;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** "What was unusual": the last day of the window against its own history, and what was looked at. Only names are from the log. */
final class AnomalySection {
    private final Anomalies anomalies;

    AnomalySection(Anomalies anomalies) {
        this.anomalies = anomalies;
    }

    String html() {
        if (anomalies.from() == null) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section><h2>What was unusual</h2>\n<p>On " + anomalies.to()
                + ", the last day with calls, against the days before it: " + anomalies.lookedAt()
                + ", up to half as many again where single days are far dearer than all others. Spend and failed calls are tested; new"
                + " models, prices and loops are rules, which no rate of false alarms covers.");
        anomalies
                .notJudged()
                .forEach((kind, reason) -> html.append(" <strong>" + words(kind) + "</strong>: " + reason + "."));
        if (anomalies.count() == 0) {
            return html.append(anomalies.seriesTested() > 0 ? " <strong>Nothing unusual.</strong>" : "")
                    .append("</p></section>\n")
                    .toString();
        }
        html.append("</p>\n<table><thead><tr><th>What</th><th>Where</th><th>Why</th><th class=\"number\">Spend</th>"
                + "<th class=\"number\">Above expected</th></tr></thead><tbody>\n");
        anomalies.findings().forEach(finding -> row(html, finding));
        html.append("</tbody></table>\n");
        anomalies
                .notListed()
                .forEach((kind, more) -> html.append("<p class=\"quiet\">" + Html.count(more) + " more of "
                        + words(kind) + " are not listed.</p>\n"));
        return html.append("</section>\n").toString();
    }

    private static void row(StringBuilder html, Anomaly finding) {
        BigDecimal excess = finding.excessUsd();
        html.append("<tr><td>" + words(finding.kind()) + "</td><td>" + Html.text(finding.dimension()) + " "
                + Html.name(finding.name()) + "</td><td>" + finding.explanation() + usual(finding)
                + contributors(finding) + "</td><td class=\"number\">" + Dollars.display(finding.spendUsd())
                + "</td><td class=\"number\">" + (excess == null ? "unknown" : Dollars.display(excess))
                + "</td></tr>\n");
    }

    private static String usual(Anomaly finding) {
        return dollars(finding.usualLow()) == null
                ? ""
                : " <span class=\"quiet\">expected " + dollars(finding.expected()) + ", usually "
                        + dollars(finding.usualLow()) + " to " + dollars(finding.usualHigh()) + "</span>";
    }

    private static @Nullable String dollars(@Nullable Double usd) {
        return usd == null ? null : Dollars.display(BigDecimal.valueOf(usd));
    }

    private static String contributors(Anomaly finding) {
        return finding.contributors().isEmpty()
                ? ""
                : " <span class=\"quiet\">mainly "
                        + finding.contributors().stream()
                                .map(AnomalySection::contributor)
                                .collect(Collectors.joining("; "))
                        + "</span>";
    }

    private static String contributor(Contributor part) {
        String team = part.team() == null ? SpendLedger.UNNAMED : part.team();
        return Html.name(team) + ", " + Html.name(part.task()) + ", " + Html.name(part.model()) + ": "
                + Dollars.display(part.changeUsd());
    }

    private static String words(String kind) {
        return Html.text(kind.replace('-', ' '));
    }
}
