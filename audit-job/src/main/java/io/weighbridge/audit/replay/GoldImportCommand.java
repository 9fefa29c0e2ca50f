package io.weighbridge.audit.replay;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge gold import}. */
@Command(
        name = "import",
        description = {
            "Joins the draws of a gold sample with the scores that people gave into outcomes, which ingest reads. They outrank what"
                    + " judges said of the same answers, and correct what they said of the others."
        },
        footer =
                "  weighbridge gold import --gold gold.jsonl --scores scored.jsonl --labeller team-a --out outcomes.jsonl")
final class GoldImportCommand extends JobCommand {
    @Option(names = "--gold", required = true, paramLabel = "FILE", description = "What gold draw wrote.")
    private Path gold = Path.of("gold.jsonl");

    @Option(
            names = "--scores",
            required = true,
            paramLabel = "FILE",
            description = "The same lines with a score (0 to 1), or lines with custom_id and score alone.")
    private Path scores = Path.of("scored.jsonl");

    @Option(names = "--labeller", required = true, paramLabel = "NAME", description = "Who scored.")
    private String labeller = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Outcomes; replaced if it exists.")
    private Path out = Path.of("outcomes.jsonl");

    @Override
    protected Summary run() {
        if (labeller.isBlank()) {
            throw new BadInputException("--labeller: must not be blank");
        }
        ScoredDraws.Result result = new ScoredDraws(gold, scores, "gold:" + labeller, false).writeTo(out);
        return new Summary(result.text(), result);
    }
}
