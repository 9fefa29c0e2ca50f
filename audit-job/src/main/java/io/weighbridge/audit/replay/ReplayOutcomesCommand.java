package io.weighbridge.audit.replay;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge replay-outcomes}. */
@Command(
        name = "replay-outcomes",
        description = {
            "Joins the draws of a replay plan with the scores of its answers into outcomes, which ingest reads. An answer"
                    + " that failed has score 0: draws are never left out."
        },
        footer = "  weighbridge replay-outcomes --plan plan.jsonl --scores scores.jsonl --label-source exact-match"
                + " --out outcomes.jsonl")
public final class ReplayOutcomesCommand extends JobCommand {
    @Option(names = "--plan", required = true, paramLabel = "FILE", description = "The plan; its draws lie beside it.")
    private Path plan = Path.of("plan.jsonl");

    @Option(
            names = "--scores",
            required = true,
            paramLabel = "FILE",
            description = "JSON lines with custom_id, score (0 to 1) and, if known, cost_usd.")
    private Path scores = Path.of("scores.jsonl");

    @Option(
            names = "--label-source",
            required = true,
            paramLabel = "NAME",
            description = "Who scored: a grader's, a judge's or people's name.")
    private String labelSource = "";

    @Option(
            names = "--missing-as-failed",
            description = "Requests without a score count as failed (default: they are refused).")
    private boolean missingAsFailed;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Outcomes; replaced if it exists.")
    private Path out = Path.of("outcomes.jsonl");

    @Override
    protected Summary run() {
        ScoredDraws.Result result = new ScoredDraws(plan, scores, labelSource, missingAsFailed).writeTo(out);
        return new Summary(result.text(), result);
    }
}
