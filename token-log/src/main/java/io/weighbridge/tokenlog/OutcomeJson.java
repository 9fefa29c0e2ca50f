package io.weighbridge.tokenlog;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Outcomes as JSON lines (FORMAT.md, "Outcome"): keys in a fixed order, absent means unknown. */
public final class OutcomeJson {
    /** First key of every line is {@code "format":"weighbridge-outcome/1"}. */
    public static final String FORMAT = "weighbridge-outcome";

    /** The version this build reads and writes. */
    public static final int VERSION = 1;

    private OutcomeJson() {}

    /** One line without its line feed. */
    public static String toJson(Outcome outcome) {
        return StrictJson.write(json -> {
            FieldWriter fields = new FieldWriter(json);
            json.writeStartObject();
            fields.text("format", FORMAT + "/" + VERSION);
            fields.text("unit_id", outcome.unitId());
            fields.text("task", outcome.task());
            fields.text("model", outcome.model());
            json.writeNumberField("score", outcome.score());
            fields.text("label_source", outcome.labelSource());
            fields.text("cluster_id", outcome.clusterId());
            fields.instant("occurred_at", outcome.occurredAt());
            fields.text("prompt", outcome.prompt());
            write(json, fields, outcome.draw());
            fields.usd("cost_usd", outcome.cost());
            UsageJson.write(fields, outcome.usage());
            write(json, fields, outcome.judge());
            json.writeEndObject();
        });
    }

    /**
     * Reads one line.
     *
     * @throws InvalidRecordException if the line is not an outcome of this version
     */
    public static Outcome fromJson(String line) {
        ObjectFields fields = new ObjectFields(StrictJson.object(line, "outcome"), "");
        fields.requireFormat(FORMAT, "outcome", VERSION);
        Outcome outcome = new Outcome(
                fields.requiredText("unit_id"),
                fields.requiredText("task"),
                fields.requiredText("model"),
                fields.requiredNumber("score"),
                fields.requiredText("label_source"),
                fields.text("cluster_id"),
                fields.instant("occurred_at"),
                fields.text("prompt"),
                draw(fields.fields("replay")),
                fields.usd("cost_usd"),
                UsageJson.read(fields),
                judge(fields.fields("judge")));
        fields.refuseOthers();
        return outcome;
    }

    private static void write(JsonGenerator json, FieldWriter fields, Outcome.@Nullable Judge judge)
            throws IOException {
        if (judge != null) {
            json.writeObjectFieldStart("judge");
            fields.text("model", judge.model());
            fields.text("order", judge.order().label());
            fields.text("prompt_version", judge.promptVersion());
            json.writeEndObject();
        }
    }

    private static Outcome.@Nullable Judge judge(@Nullable ObjectFields fields) {
        if (fields == null) {
            return null;
        }
        Outcome.Judge judge = new Outcome.Judge(
                fields.requiredText("model"),
                Outcome.Judge.Order.of(fields.requiredText("order")),
                fields.text("prompt_version"));
        fields.refuseOthers();
        return judge;
    }

    private static void write(JsonGenerator json, FieldWriter fields, Outcome.@Nullable Draw draw) throws IOException {
        if (draw == null) {
            return;
        }
        json.writeObjectFieldStart("replay");
        fields.text("id", draw.replayId());
        fields.text("frame", draw.frame());
        fields.whole("frame_size", draw.frameSize());
        fields.whole("draw_index", draw.index());
        json.writeNumberField("draw_probability", draw.probability());
        Outcome.Plan plan = draw.plan();
        if (plan != null) {
            json.writeNumberField("smallest_probability", plan.smallestProbability());
            json.writeNumberField("prediction", plan.prediction());
            json.writeNumberField("mean_prediction", plan.meanPrediction());
            if (plan.greatestResidual() != 1) {
                json.writeNumberField("greatest_residual", plan.greatestResidual());
            }
        }
        json.writeEndObject();
    }

    private static Outcome.@Nullable Draw draw(@Nullable ObjectFields fields) {
        if (fields == null) {
            return null;
        }
        Outcome.Draw draw = new Outcome.Draw(
                fields.requiredText("id"),
                fields.requiredText("frame"),
                fields.requiredWhole("frame_size"),
                fields.requiredWhole("draw_index"),
                fields.requiredNumber("draw_probability"),
                plan(fields));
        fields.refuseOthers();
        return draw;
    }

    /** All three fields or none. */
    private static Outcome.@Nullable Plan plan(ObjectFields fields) {
        Double smallest = fields.number("smallest_probability");
        Double prediction = fields.number("prediction");
        Double mean = fields.number("mean_prediction");
        Double residual = fields.number("greatest_residual");
        if (smallest == null && prediction == null && mean == null && residual == null) {
            return null;
        }
        if (smallest == null || prediction == null || mean == null) {
            throw new InvalidRecordException(
                    "replay",
                    "must have smallest_probability, prediction and mean_prediction, or none of them",
                    "some");
        }
        return new Outcome.Plan(smallest, prediction, mean, residual == null ? 1 : residual);
    }
}
