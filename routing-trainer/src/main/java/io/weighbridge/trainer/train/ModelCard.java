package io.weighbridge.trainer.train;

import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.Cascade;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Limits;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.trainer.card.Block;
import io.weighbridge.trainer.card.Chart;
import io.weighbridge.trainer.card.Html;
import io.weighbridge.trainer.card.Markdown;
import io.weighbridge.trainer.fit.CandidateFit;
import io.weighbridge.trainer.fit.QualityModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The model card of a policy (Mitchell et al. 2019): what it is, from what, how good, and its limits. */
final class ModelCard {
    private static final String UNKNOWN = "unknown";

    private final Policy policy;
    private final World world;
    private final Training training;
    private final Certification certification;
    private final TrainResult result;
    private final List<Block> blocks = new ArrayList<>();

    /** What the policy was made from. */
    record Training(TrainingSet set, Split split, QualityModels models) {}

    /** @param world the units, with what the policy expects of them */
    ModelCard(Policy policy, World world, Training training, Certification certification, TrainResult result) {
        this.policy = policy;
        this.world = world;
        this.training = training;
        this.certification = certification;
        this.result = result;
        title();
        certificate();
        decisions();
        models();
        curve();
        table();
        calibration();
        provenance();
        limits();
    }

    String markdown() {
        return Markdown.of(blocks);
    }

    String html() {
        return Html.of("Routing policy " + PolicyJson.id(policy), blocks);
    }

    private void title() {
        add(new Block.Heading(1, "Routing policy " + PolicyJson.id(policy)));
        if (policy.isUncertified(policy.createdAt())) {
            add(new Block.Paragraph(
                    "UNCERTIFIED: it moves calls to other models, and nothing was shown of what that loses."));
        }
    }

    private void certificate() {
        TrainResult.CertificateResult certificate = result.certificate();
        add(new Block.Heading(2, "Certificate"));
        add(new Block.Paragraph(statement(certificate)));
        List<String> items = new ArrayList<>();
        items.add(text("%,d units in %,d clusters, %s", certificate.units(), certificate.clusters(), window()));
        items.add(text(
                "on them: cost saving %s, quality lost %.5f",
                certificate.costSaving() == null ? "unknown" : percent(certificate.costSaving()),
                certificate.realisedQualityLoss()));
        TrainResult.TrialResult trial = certificate.trial();
        if (trial != null) {
            items.add(text(
                    "test %d of this kind, by procedure %d that reads these units; it may err with probability %.4g; p-value %.3g, by"
                            + " Hoeffding and Bentkus %.3g",
                    trial.window(), trial.use(), trial.error(), trial.pValue(), trial.crossCheck()));
            items.add("design " + trial.design() + ", frozen before the set " + trial.set() + " was read");
        }
        items.add("method: " + CertificationSet.METHOD);
        items.add("assumption: " + CertificationSet.ASSUMPTION);
        add(new Block.Bullets(items));
        parts("task", certificate.tasks());
        parts("agent", certificate.agents());
    }

    private static String statement(TrainResult.CertificateResult certificate) {
        if (certificate.certified()) {
            return text(
                    "With confidence %s the mean loss of quality against the incumbents is at most %s. It expires at %s.",
                    certificate.confidence(), certificate.maxQualityLoss(), certificate.expiresAt());
        }
        return text(
                "No policy passed at a loss of %s with confidence %s: %s.",
                certificate.maxQualityLoss(),
                certificate.confidence(),
                certificate.uncertified() ? "this one is UNCERTIFIED" : "every incumbent stays");
    }

    private String window() {
        Certificate certificate = Objects.requireNonNull(policy.certificate());
        return "from " + certificate.from() + " until " + certificate.to();
    }

    private void parts(String kind, Map<String, TrainResult.PartResult> parts) {
        if (parts.isEmpty()) {
            return;
        }
        add(new Block.Paragraph("By " + kind + ", all statements together with the same confidence:"));
        List<List<String>> rows = new ArrayList<>();
        parts.forEach((name, part) -> rows.add(List.of(
                name,
                text("%s", part.maxQualityLoss()),
                part.certified() ? "yes" : "not shown",
                text("%,d", part.units()),
                text("%.4f", part.realisedQualityLoss()),
                part.costSaving() == null ? "unknown" : percent(part.costSaving()),
                text("%.3g", part.pValue()))));
        add(new Block.Table(
                List.of(kind, "loses at most", "shown", "units", "lost on them", "saved on them", "p-value"), rows));
    }

    private void decisions() {
        add(new Block.Heading(2, "What it does"));
        List<List<String>> rows = new ArrayList<>();
        policy.tasks()
                .forEach((task, rule) -> rows.add(List.of(
                        task,
                        rule.incumbent(),
                        rule.open().isEmpty() ? "nothing else" : String.join(", ", rule.open()),
                        tolerance(rule))));
        add(new Block.Table(List.of("task", "incumbent", "may go to", "tolerance"), rows));
        collapse();
    }

    private static String tolerance(TaskRule rule) {
        if (rule.open().isEmpty()) {
            return "";
        }
        Cascade cascade = rule.cascade();
        if (cascade != null) {
            return text(
                    "every call; %s checks the answer for %.6g USD, else %s",
                    cascade.verifier(), cascade.verifierCostUsd(), cascade.escalation());
        }
        double tolerance = rule.tolerance().orElse(0);
        return tolerance == Opening.ALL ? "every call" : text("%.2f", tolerance);
    }

    private void collapse() {
        Collapse collapse = result.collapse();
        if (collapse != null) {
            add(new Block.Paragraph(text(
                    "Collapse: %s of the calls of the select part go to %s.",
                    percent(collapse.share()), collapse.model())));
        }
    }

    /** What requests may need of the models; what is unknown satisfies no need. */
    private void models() {
        add(new Block.Heading(2, "Models"));
        List<List<String>> rows = new ArrayList<>();
        for (Candidate candidate : policy.candidates()) {
            Limits limits = candidate.limits();
            rows.add(List.of(
                    candidate.model(),
                    candidate.provider(),
                    tokens(limits.maxInputTokens()),
                    tokens(limits.maxOutputTokens()),
                    limits.capabilities().isEmpty() ? UNKNOWN : String.join(", ", limits.capabilities()),
                    limits.regions().isEmpty() ? UNKNOWN : String.join(", ", limits.regions()),
                    limits.latencyP95Millis().isEmpty()
                            ? UNKNOWN
                            : text("%,.0f ms", limits.latencyP95Millis().getAsDouble())));
        }
        add(new Block.Table(
                List.of("model", "provider", "input tokens", "output tokens", "can", "served in", "p95 latency"),
                rows));
    }

    private static String tokens(OptionalLong limit) {
        return limit.isEmpty() ? UNKNOWN : text("%,d", limit.getAsLong());
    }

    private void curve() {
        add(new Block.Heading(2, "Evaluation (certification part, safest first)"));
        List<List<String>> rows = new ArrayList<>();
        List<Chart.Point> points = new ArrayList<>();
        points.add(new Chart.Point(0, 0));
        int marked = certification.deployed() == 0 ? 0 : -1;
        for (int step = 0; step < certification.steps().size(); step++) {
            CertificationSet.Result at = certification.steps().get(step);
            rows.add(List.of(
                    text("%d", step + 1),
                    text("%.6g", at.costUsd()),
                    Double.isFinite(at.saving()) ? percent(at.saving()) : "unknown",
                    text("%.4f", at.quality()),
                    text("%+.4f", at.meanDifference()),
                    text("%.3g", at.pValue()),
                    text("%.3g", at.crossCheck()),
                    step < certification.certified() ? "yes" : "no"));
            if (Double.isFinite(at.saving())) {
                points.add(new Chart.Point(100 * at.saving(), -at.meanDifference()));
                marked = step + 1 == certification.deployed() ? points.size() - 1 : marked;
            }
        }
        double right = points.stream().mapToDouble(Chart.Point::x).max().orElse(0);
        double allowed = result.certificate().maxQualityLoss();
        add(new Block.Figure(new Chart(
                "Quality lost against cost saved, from all incumbents, policy by policy in the order of their tests; the"
                        + " large point is exported, the red line is what may be lost.",
                "cost saved, % of the incumbents'",
                "quality lost",
                points,
                marked,
                List.of(new Chart.Point(0, allowed), new Chart.Point(Math.max(right, 1), allowed)))));
        add(new Block.Table(
                List.of(
                        "step",
                        "cost USD",
                        "saved",
                        "quality",
                        "difference to incumbents",
                        "p-value",
                        "Hoeffding–Bentkus",
                        "certified"),
                rows));
    }

    private void table() {
        add(new Block.Heading(2, "Mean quality per task (fit part, shrunk towards each model's mean)"));
        List<String> columns = new ArrayList<>(List.of("task"));
        policy.candidates().stream().map(Candidate::model).forEach(columns::add);
        List<List<String>> rows = new ArrayList<>();
        for (String task : policy.tasks().keySet()) {
            List<String> row = new ArrayList<>(List.of(task));
            for (Candidate candidate : policy.candidates()) {
                @Nullable TaskQuality quality = candidate.quality().tasks().get(task);
                row.add(quality == null ? "" : text("%.4f", quality.mean()));
            }
            rows.add(row);
        }
        add(new Block.Table(columns, rows));
    }

    private void calibration() {
        add(new Block.Heading(2, "Calibration"));
        Reliability reliability = Reliability.of(world, training.split().select());
        add(new Block.Paragraph(text(
                "Expected and observed quality of all models on the select part, on which nothing was fitted; expected"
                        + " calibration error %.4f.",
                reliability.expectedError())));
        if (!reliability.bins().isEmpty()) {
            add(new Block.Figure(new Chart(
                    "Observed against expected quality; the red line is perfect calibration.",
                    "expected quality",
                    "observed quality",
                    reliability.bins().stream()
                            .map(bin -> new Chart.Point(bin.expected(), bin.observed()))
                            .toList(),
                    -1,
                    List.of(new Chart.Point(0, 0), new Chart.Point(1, 1)))));
        }
        add(new Block.Table(
                List.of("outcomes", "expected", "observed"),
                reliability.bins().stream()
                        .map(bin -> List.of(
                                text("%,d", bin.outcomes()),
                                text("%.4f", bin.expected()),
                                text("%.4f", bin.observed())))
                        .toList()));
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < training.models().candidates().size(); k++) {
            CandidateFit fit = training.models().candidates().get(k);
            rows.add(List.of(
                    training.set().models().get(k),
                    text("%.3f", fit.scale().linear()),
                    fit.trees() == null ? "none" : text("%.3f", fit.scale().trees()),
                    text("%s", fit.perCallShare())));
        }
        add(new Block.Table(List.of("model", "factor on weights", "factor on trees", "per-call share"), rows));
    }

    private void provenance() {
        TrainResult.Report report = result.report();
        Split split = training.split();
        add(new Block.Heading(2, "Provenance"));
        add(new Block.Bullets(List.of(
                text(
                        "created %s by %s, seed %d",
                        policy.createdAt(),
                        policy.provenance().trainer(),
                        policy.provenance().seed()),
                text(
                        "audit %s, %,d rows, %,d units",
                        Objects.requireNonNullElse(report.auditId(), "none"),
                        training.set().rows(),
                        training.set().units().size()),
                "prices: book " + policy.provenance().priceVersion(),
                text(
                        "parts: %,d fit, %,d select, %,d certify units (%s)",
                        split.fit().length, split.select().length, split.certifyUnits(), Split.METHOD),
                "settings: " + training.models().settings().description(),
                text(
                        "exported scores equal Smile's on every training row (largest difference %.1e)",
                        report.smileDifference()))));
    }

    private void limits() {
        add(new Block.Heading(2, "Limits"));
        if (policy.tasks().values().stream().anyMatch(rule -> rule.cascade() != null)) {
            add(new Block.Paragraph(
                    "Where a check is named, whoever serves a call must carry it out and ask again where it"
                            + " fails; the certificate counts on it."));
        }
        if (!result.report().unpriced().isEmpty()) {
            add(new Block.Paragraph("No price is known of "
                    + String.join(", ", result.report().unpriced()) + ": no call is moved to them or from them."));
        }
        add(new Block.Bullets(List.of(
                "The promise is about the mean over all calls, or over those of a task or agent where it says so; not about"
                        + " a call.",
                "A change of prices, candidates, incumbents or of the mix of calls voids it.",
                "Unknown tasks go to " + policy.defaultIncumbent() + ".",
                "It knows only models and tasks of the training set, and quality as its labels measure it.")));
    }

    private void add(Block block) {
        blocks.add(block);
    }

    private static String percent(double share) {
        return text("%.1f %%", 100 * share);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
