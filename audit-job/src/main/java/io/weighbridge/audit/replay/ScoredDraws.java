package io.weighbridge.audit.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.OutcomeJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Joins the draws of a plan with the scores of their answers into outcomes. */
final class ScoredDraws {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path plan;
    private final Path scores;
    private final String labelSource;
    private final boolean missingAsFailed;
    private long draws;
    private long failed;

    /**
     * @param plan its draws lie beside it
     * @param scores JSON lines with custom_id, score and, if known, cost_usd
     * @param missingAsFailed whether an answer without a score counts as failed; else it is refused
     */
    ScoredDraws(Path plan, Path scores, String labelSource, boolean missingAsFailed) {
        this.plan = plan;
        this.scores = scores;
        this.labelSource = labelSource;
        this.missingAsFailed = missingAsFailed;
    }

    /** The result line of {@code --json}. */
    record Result(String outcomes, long draws, long failed) {
        String text() {
            return "%s: %,d outcomes, %,d of them failed".formatted(outcomes, draws, failed);
        }
    }

    /** @throws BadInputException naming file, line, field, rule and value; then nothing is written */
    Result writeTo(Path out) {
        if (labelSource.isBlank()) {
            throw new BadInputException("--label-source: must not be blank");
        }
        Scores known = Scores.read(scores);
        OutputFile.write(out, part -> {
            Path drawn = PlanFiles.drawsBeside(plan);
            try (BufferedReader lines = Files.newBufferedReader(drawn, StandardCharsets.UTF_8);
                    BufferedWriter outcomes = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    draws++;
                    outcomes.write(OutcomeJson.toJson(outcome(drawn + ":" + draws + ": ", line, known)));
                    outcomes.write('\n');
                }
            }
        });
        return new Result(out.toString(), draws, failed);
    }

    private Outcome outcome(String place, String line, Scores known) throws IOException {
        JsonNode draw = JSON.readTree(line);
        if (!PlanFiles.DRAW_FORMAT.equals(draw.path("format").asText())) {
            throw new BadInputException(
                    place + "format: must be " + PlanFiles.DRAW_FORMAT + ", was " + draw.path("format"));
        }
        Scores.Score score = score(place, draw, known);
        if (score == null) {
            failed++;
        }
        return new Outcome(
                draw.path("unit_id").asText(),
                draw.path("task").asText(),
                draw.path("model").asText(),
                score == null ? 0 : score.score(),
                labelSource,
                null,
                null,
                null,
                draw(draw.path("replay")),
                score == null ? null : score.cost(),
                null);
    }

    /** Null for an answer that was asked for without a draw. */
    private static Outcome.@Nullable Draw draw(JsonNode replay) {
        if (replay.isMissingNode()) {
            return null;
        }
        return new Outcome.Draw(
                replay.path("id").asText(),
                replay.path("frame").asText(),
                replay.path("frame_size").asLong(),
                replay.path("draw_index").asLong(),
                replay.path("draw_probability").asDouble(),
                new Outcome.Plan(
                        replay.path("smallest_probability").asDouble(),
                        replay.path("prediction").asDouble(),
                        replay.path("mean_prediction").asDouble(),
                        replay.path("greatest_residual").asDouble(1)));
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
