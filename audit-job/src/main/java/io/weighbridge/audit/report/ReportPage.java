package io.weighbridge.audit.report;

import io.weighbridge.cli.Dollars;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;

/** {@code report.html}: the audit for people, one file without scripts or anything to load. */
final class ReportPage {
    private final AuditSummary summary;

    ReportPage(AuditSummary summary) {
        this.summary = summary;
    }

    String html() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                + "<title>Audit " + Html.text(summary.auditId()) + "</title><style>\n" + resource("report.css")
                + "</style></head><body><main>\n" + head() + new SpendSection(summary).html()
                + new AnomalySection(summary.anomalies()).html()
                + new LeverSection(summary).html() + new VerdictSection(summary).html()
                + new SuccessSection(summary).html()
                + new SliceSection(summary).html() + new JudgeSection(summary).html()
                + new UnknownSection(summary).html() + resource("reading.html")
                + "<footer>Audit " + Html.text(summary.auditId()) + " · prices " + Html.text(summary.priceVersion())
                + " · spend.parquet, evidence.parquet, levers.parquet, slices.parquet, anomalies.parquet and training-set.parquet lie beside this file</footer>"
                + "</main></body></html>\n";
    }

    private String head() {
        return "<header><h1>What the models cost, and where a smaller one would do</h1><p class=\"quiet\">" + window()
                + "</p><dl>" + figure("Spend", spend(), spendNote())
                + figure(
                        "Calls",
                        Html.count(summary.calls()),
                        Html.count(summary.inputTokens() + summary.outputTokens()) + " tokens")
                + figure("Could have been saved", saving(), savingNote())
                + figure(
                        "Verdicts",
                        Html.count(decided()) + " of "
                                + Html.count(summary.verdicts().size()),
                        "decided")
                + "</dl></header>\n";
    }

    private String spend() {
        return summary.calls() == 0 ? "none seen" : Dollars.display(summary.spendUsd());
    }

    private String spendNote() {
        if (summary.calls() == 0) {
            return "the window holds outcomes only";
        }
        if (summary.unpricedCalls() + summary.usageMissingCalls() == 0) {
            return "exact";
        }
        BigDecimal low = Objects.requireNonNull(summary.spendIntervalUsd().get(0));
        BigDecimal high = summary.spendIntervalUsd().get(1);
        return high == null
                ? "known; in all at least " + Dollars.display(low)
                : "known; in all " + Dollars.display(low) + " to " + Dollars.display(high);
    }

    private String saving() {
        boolean known = summary.verdicts().stream().anyMatch(line -> line.savingUsd() != null);
        return summary.calls() > 0 && (known || summary.jointSavingUsd().signum() > 0)
                ? Dollars.display(summary.jointSavingUsd())
                : "unknown";
    }

    private String savingNote() {
        boolean others = summary.levers().stream()
                .anyMatch(line -> line.savingUsd().signum() > 0 && !line.lever().equals("over-provisioned-model"));
        return summary.chosen().isEmpty()
                ? others
                        ? "without a change of model: none is shown to suffice and to cost less"
                        : "no candidate is shown to suffice and to cost less"
                : (others ? "by all levers; " : "") + "in "
                        + Html.count(summary.chosen().size())
                        + (summary.chosen().size() == 1 ? " task" : " tasks") + ", by the cheapest model that suffices";
    }

    private long decided() {
        return summary.verdictCounts().getOrDefault("smaller-suffices", 0L)
                + summary.verdictCounts().getOrDefault("frontier-needed", 0L);
    }

    private String window() {
        LocalDate from = summary.window().from();
        LocalDate to = summary.window().to();
        return (from == null || to == null ? "Undated outcomes" : from + " to " + to + " (UTC)") + " · "
                + Html.count(summary.units()) + " units of work with outcomes";
    }

    private static String figure(String name, String value, String note) {
        return "<div><dt>" + name + "</dt><dd>" + value + "</dd><dd class=\"quiet\">" + note + "</dd></div>";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
