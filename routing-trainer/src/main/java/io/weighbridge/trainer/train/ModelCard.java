package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.trainer.fit.CandidateFit;
import io.weighbridge.trainer.fit.QualityModels;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The model card of a policy (Mitchell et al. 2019), in Markdown: what it is, from what, how good, and its limits. */
final class ModelCard {
    private final Policy policy;
    private final TrainingSet set;
    private final Split split;
    private final QualityModels models;
    private final PolicyGrid grid;
    private final Certification certification;
    private final TrainResult result;
    private final StringBuilder text = new StringBuilder();

    ModelCard(
            Policy policy,
            TrainingSet set,
            Split split,
            QualityModels models,
            PolicyGrid grid,
            Certification certification,
            TrainResult result) {
        this.policy = policy;
        this.set = set;
        this.split = split;
        this.models = models;
        this.grid = grid;
        this.certification = certification;
        this.result = result;
    }

    String markdown() {
        line("# Routing policy %s", PolicyJson.id(policy));
        provenance();
        decisions();
        table();
        calibration();
        evaluation();
        certificate();
        limits();
        return text.toString();
    }

    private void provenance() {
        line("%n## Provenance%n");
        line(
                "- created %s by %s, seed %d",
                policy.createdAt(),
                policy.provenance().trainer(),
                policy.provenance().seed());
        line(
                "- audit %s, %,d rows, %,d units",
                Objects.requireNonNullElse(result.report().auditId(), "none"),
                set.rows(),
                set.units().size());
        line("- prices: book %s", policy.provenance().priceVersion());
        line(
                "- parts: %,d fit, %,d select, %,d certify units (%s)",
                split.fit().length, split.select().length, split.certifyUnits(), Split.METHOD);
        line("- settings: %s", models.settings().description());
        line(
                "- exported scores equal Smile's on every training row (largest difference %.1e)",
                result.report().smileDifference());
    }

    private void decisions() {
        line("%n## What it does%n%n| task | incumbent | may go to | tolerance |%n|---|---|---|---|");
        policy.tasks()
                .forEach((task, rule) -> line(
                        "| %s | %s | %s | %s |",
                        cell(task),
                        cell(rule.incumbent()),
                        rule.open().isEmpty() ? "nothing else" : cell(String.join(", ", rule.open())),
                        tolerance(rule)));
    }

    private static String tolerance(TaskRule rule) {
        if (rule.open().isEmpty()) {
            return "";
        }
        double tolerance = rule.tolerance().orElse(0);
        return tolerance == Opening.ALL ? "every call" : String.format(Locale.ROOT, "%.2f", tolerance);
    }

    private void table() {
        line("%n## Mean quality per task (fit part, shrunk towards each model's mean)%n");
        List<String> names = policy.candidates().stream()
                .map(Candidate::model)
                .map(ModelCard::cell)
                .toList();
        line("| task | %s |%n|---|%s", String.join(" | ", names), "---|".repeat(names.size()));
        policy.tasks().keySet().forEach(task -> {
            List<String> means = policy.candidates().stream()
                    .map(candidate -> candidate.quality().tasks().get(task))
                    .map(quality -> quality == null ? "" : String.format(Locale.ROOT, "%.4f", quality.mean()))
                    .toList();
            line("| %s | %s |", cell(task), String.join(" | ", means));
        });
    }

    private void calibration() {
        line(
                "%n## Calibration (out of fold)%n%n| model | factor on deviations from the table | per-call share |%n|---|---|---|");
        for (int k = 0; k < models.candidates().size(); k++) {
            CandidateFit fit = models.candidates().get(k);
            line("| %s | %.3f | %s |", cell(set.models().get(k)), fit.scale(), fit.perCallShare());
        }
    }

    private void evaluation() {
        line("%n## Evaluation (certification part, safest first)%n");
        line(
                "| step | cost USD | quality | difference to incumbents | p-value | certified |%n|---|---|---|---|---|---|");
        for (int step = 0; step < grid.steps().size(); step++) {
            Certification.Step at = certification.steps().get(step);
            line(
                    "| %d | %.6g | %.4f | %+.4f | %.3g | %s |",
                    step + 1,
                    at.costUsd(),
                    at.quality(),
                    at.meanDifference(),
                    at.pValue(),
                    step < certification.certified() ? "yes" : "no");
        }
    }

    private void certificate() {
        TrainResult.CertificateResult certificate = result.certificate();
        line("%n## Certificate%n");
        if (certificate.certified()) {
            line(
                    "With confidence %s the mean loss of quality against the incumbents is at most %s.",
                    certificate.confidence(), certificate.maxQualityLoss());
        } else {
            line(
                    "No policy passed at a loss of %s with confidence %s: every incumbent stays.",
                    certificate.maxQualityLoss(), certificate.confidence());
        }
        line("- %,d units in %,d clusters", certificate.units(), certificate.clusters());
        line(
                "- cost saving %s, realised loss %.5f on the certification part",
                certificate.costSaving() == null
                        ? "unknown"
                        : String.format(Locale.ROOT, "%.4f", certificate.costSaving()),
                certificate.realisedQualityLoss());
        line("- method: %s", Certification.METHOD);
        line("- assumption: %s", Certification.ASSUMPTION);
    }

    private void limits() {
        line("%n## Limits%n");
        line("- The promise is about the mean over all calls, not about a task or a call.");
        line("- A change of prices, candidates, incumbents or of the mix of calls voids it.");
        line("- Unknown tasks go to %s.", policy.defaultIncumbent());
        line("- It knows only models and tasks of the training set, and quality as its labels measure it.");
    }

    /** Names come from logs: nothing in them may break the table or the page. */
    private static String cell(String name) {
        return name.replaceAll("[|<>&`\\p{Cntrl}]", "_");
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
