package io.weighbridge.audit.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.OutcomeJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
    private static final JsonMapper JSON = JsonMapper.builder().build();

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

    /** The result line of {@code --json}. */
    private record Result(String outcomes, long draws, long failed) {}

    @Override
    protected Summary run() {
        if (labelSource.isBlank()) {
            throw new BadInputException("--label-source: must not be blank");
        }
        Scores known = Scores.read(scores);
        long[] counts = new long[2];
        OutputFile.write(out, part -> {
            Path draws = PlanFiles.drawsBeside(plan);
            try (BufferedReader lines = Files.newBufferedReader(draws, StandardCharsets.UTF_8);
                    BufferedWriter outcomes = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    outcomes.write(OutcomeJson.toJson(outcome(draws + ":" + ++number + ": ", line, known, counts)));
                    outcomes.write('\n');
                    counts[0]++;
                }
            }
        });
        Result result = new Result(out.toString(), counts[0], counts[1]);
        return new Summary(
                "%s: %,d outcomes, %,d of them failed".formatted(out, result.draws(), result.failed()), result);
    }

    private Outcome outcome(String place, String line, Scores known, long[] counts) throws IOException {
        JsonNode draw = JSON.readTree(line);
        if (!PlanFiles.DRAW_FORMAT.equals(draw.path("format").asText())) {
            throw new BadInputException(
                    place + "format: must be " + PlanFiles.DRAW_FORMAT + ", was " + draw.path("format"));
        }
        Scores.Score score = score(place, draw, known);
        if (score == null) {
            counts[1]++;
        }
        JsonNode replay = draw.path("replay");
        return new Outcome(
                draw.path("unit_id").asText(),
                draw.path("task").asText(),
                draw.path("model").asText(),
                score == null ? 0 : score.score(),
                labelSource,
                null,
                null,
                null,
                new Outcome.Draw(
                        replay.path("id").asText(),
                        replay.path("frame").asText(),
                        replay.path("frame_size").asLong(),
                        replay.path("draw_index").asLong(),
                        replay.path("draw_probability").asDouble(),
                        new Outcome.Plan(
                                replay.path("smallest_probability").asDouble(),
                                replay.path("prediction").asDouble(),
                                replay.path("mean_prediction").asDouble())),
                score == null ? null : score.cost(),
                null);
    }

    /** Null where the request failed. */
    private Scores.@Nullable Score score(String place, JsonNode draw, Scores known) {
        if (draw.path("score").isNumber()) {
            return new Scores.Score(draw.path("score").asDouble(), null);
        }
        String customId = draw.path("custom_id").asText();
        Scores.Score score = known.of(customId);
        if (score == null && !missingAsFailed) {
            throw new BadInputException(place + "custom_id: " + customId + " has no score in " + scores
                    + "; score failed answers 0, or say --missing-as-failed");
        }
        return score;
    }
}
