package io.weighbridge.audit.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.assessment.JudgedUnit;
import io.weighbridge.tokenlog.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two files of a plan: requests in OpenAI's batch format (or answers for people to score), and one line for each draw and model, which is the outcome that
 * is to come, without its score.
 */
public final class PlanFiles implements RequestWriter, AutoCloseable {
    static final String DRAW_FORMAT = "weighbridge-draw/1";
    private static final String GOLD_FORMAT = "weighbridge-gold/1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BufferedWriter requests;
    private final BufferedWriter draws;

    public PlanFiles(Path requests, Path draws) throws IOException {
        this.requests = Files.newBufferedWriter(requests, StandardCharsets.UTF_8);
        this.draws = Files.newBufferedWriter(draws, StandardCharsets.UTF_8);
    }

    /** {@code plan.jsonl} has its draws in {@code plan.draws.jsonl}. */
    public static Path drawsBeside(Path plan) {
        String name = plan.toAbsolutePath().getFileName().toString();
        return plan.toAbsolutePath().resolveSibling(name.replaceFirst("(\\.jsonl)?$", ".draws.jsonl"));
    }

    @Override
    public void request(String customId, String model, String task, String prompt, long maxTokens) {
        line(requests, json -> {
            json.writeStringField("custom_id", customId);
            json.writeStringField("method", "POST");
            json.writeStringField("url", "/v1/chat/completions");
            json.writeObjectFieldStart("body");
            json.writeStringField("model", model);
            json.writeArrayFieldStart("messages");
            json.writeStartObject();
            json.writeStringField("role", "user");
            json.writeStringField("content", prompt);
            json.writeEndObject();
            json.writeEndArray();
            json.writeNumberField("max_tokens", maxTokens);
            json.writeObjectFieldStart("metadata");
            json.writeStringField("task", task);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** An answer for people to score: one line, to which they add {@code "score"}. */
    void answerToScore(String customId, JudgedUnit unit, String model) {
        line(requests, json -> {
            json.writeStringField("format", GOLD_FORMAT);
            json.writeStringField("custom_id", customId);
            json.writeStringField("task", unit.task());
            json.writeStringField("unit_id", unit.unitId());
            json.writeStringField("model", model);
            if (unit.prompt() != null) {
                json.writeStringField("prompt", unit.prompt());
            }
        });
    }

    /** An answer that is asked for and belongs to no draw: its outcome is one like those of a benchmark. */
    public void asked(String customId, String unitId, String task, String model) {
        line(draws, json -> beginDraw(json, customId, unitId, task, model));
    }

    private static void beginDraw(
            JsonGenerator json, @Nullable String customId, String unitId, String task, String model)
            throws IOException {
        json.writeStringField("format", DRAW_FORMAT);
        json.writeStringField("custom_id", customId);
        json.writeStringField("unit_id", unitId);
        json.writeStringField("task", task);
        json.writeStringField("model", model);
    }

    @Override
    public void draw(
            @Nullable String customId,
            String unitId,
            String task,
            String model,
            @Nullable Double score,
            Outcome.Draw draw) {
        Outcome.Plan plan = Objects.requireNonNull(draw.plan());
        line(draws, json -> {
            beginDraw(json, customId, unitId, task, model);
            if (score != null) {
                json.writeNumberField("score", score);
            }
            json.writeObjectFieldStart("replay");
            json.writeStringField("id", draw.replayId());
            json.writeStringField("frame", draw.frame());
            json.writeNumberField("frame_size", draw.frameSize());
            json.writeNumberField("draw_index", draw.index());
            json.writeNumberField("draw_probability", draw.probability());
            json.writeNumberField("smallest_probability", plan.smallestProbability());
            json.writeNumberField("prediction", plan.prediction());
            json.writeNumberField("mean_prediction", plan.meanPrediction());
            json.writeNumberField("greatest_residual", plan.greatestResidual());
            json.writeEndObject();
        });
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static void line(BufferedWriter file, Fields fields) {
        try {
            java.io.StringWriter line = new java.io.StringWriter();
            try (JsonGenerator json = JSON.createGenerator(line)) {
                json.writeStartObject();
                fields.write(json);
                json.writeEndObject();
            }
            file.write(line.append('\n').toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (requests) {
            draws.close();
        }
    }
}
