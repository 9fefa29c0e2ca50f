package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Usd;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The table of outcomes: the quality of one model's answer to one unit of work, with the draw that bought it. */
public final class OutcomeTable {
    public static final StructType SCHEMA = FeatureColumns.add(new StructType()
            .add("outcome_id", StringType, false)
            .add("unit_id", StringType, false)
            .add("task", StringType, false)
            .add("model", StringType, false)
            .add("score", DoubleType, false)
            .add("label_source", StringType, false)
            .add("cluster_id", StringType)
            .add("occurred_at", TimestampType)
            .add("prompt", StringType)
            .add("replay_id", StringType)
            .add("frame", StringType)
            .add("frame_size", LongType)
            .add("draw_index", LongType)
            .add("draw_probability", DoubleType)
            .add("cost_picodollars", LongType)
            .add("input_tokens", LongType)
            .add("cache_read_tokens", LongType)
            .add("cache_write_5m_tokens", LongType)
            .add("cache_write_1h_tokens", LongType)
            .add("output_tokens", LongType)
            .add("reasoning_tokens", LongType)
            .add("audio_input_tokens", LongType)
            .add("cached_audio_input_tokens", LongType)
            .add("audio_output_tokens", LongType)
            .add("web_searches", LongType)
            .add("file_sha256", StringType, false)
            .add("line", LongType, false)
            .add("prompt_hash", StringType)
            .add("smallest_probability", DoubleType)
            .add("prediction", DoubleType)
            .add("mean_prediction", DoubleType)
            .add("greatest_residual", DoubleType)
            .add("judge_model", StringType)
            .add("judge_order", StringType)
            .add("judge_prompt_version", StringType));

    private static final RowLayout LAYOUT = new RowLayout(SCHEMA);

    private OutcomeTable() {}

    /**
     * @param outcomeId what makes two rows the same outcome ({@link OutcomeId})
     * @param promptHash by which equal prompts are found where they are not kept
     * @param features what is kept of the prompt in its place
     */
    public static Row row(
            Outcome outcome,
            String outcomeId,
            Origin origin,
            @Nullable String promptHash,
            @Nullable PromptFeatures features) {
        Usd cost = outcome.cost();
        RowBuilder row = LAYOUT.newRow()
                .set("outcome_id", outcomeId)
                .set("unit_id", outcome.unitId())
                .set("task", outcome.task())
                .set("model", outcome.model())
                .set("score", outcome.score())
                .set("label_source", outcome.labelSource())
                .set("cluster_id", outcome.clusterId())
                .set("occurred_at", outcome.occurredAt())
                .set("prompt", outcome.prompt())
                .set("prompt_hash", promptHash)
                .set("cost_picodollars", cost == null ? null : cost.picodollars());
        draw(row, outcome.draw());
        Outcome.Judge judge = outcome.judge();
        row.set("judge_model", judge == null ? null : judge.model())
                .set("judge_order", judge == null ? null : judge.order().label())
                .set("judge_prompt_version", judge == null ? null : judge.promptVersion());
        UsageColumns.set(row, outcome.usage());
        FeatureColumns.set(row, features);
        return row.set("file_sha256", origin.fileSha256())
                .set("line", origin.line())
                .build();
    }

    public static Outcome outcome(Row row) {
        Cells cells = new Cells(row);
        return new Outcome(
                cells.text("unit_id"),
                cells.text("task"),
                cells.text("model"),
                cells.real("score"),
                cells.text("label_source"),
                cells.textOrNull("cluster_id"),
                cells.instantOrNull("occurred_at"),
                cells.textOrNull("prompt"),
                draw(cells),
                cells.usdOrNull("cost_picodollars"),
                UsageColumns.usage(cells),
                judge(cells));
    }

    private static Outcome.@Nullable Judge judge(Cells cells) {
        String model = cells.textOrNull("judge_model");
        return model == null
                ? null
                : new Outcome.Judge(
                        model,
                        Outcome.Judge.Order.of(cells.text("judge_order")),
                        cells.textOrNull("judge_prompt_version"));
    }

    private static void draw(RowBuilder row, Outcome.@Nullable Draw draw) {
        row.set("replay_id", draw == null ? null : draw.replayId())
                .set("frame", draw == null ? null : draw.frame())
                .set("frame_size", draw == null ? null : draw.frameSize())
                .set("draw_index", draw == null ? null : draw.index())
                .set("draw_probability", draw == null ? null : draw.probability());
        Outcome.Plan plan = draw == null ? null : draw.plan();
        row.set("smallest_probability", plan == null ? null : plan.smallestProbability())
                .set("prediction", plan == null ? null : plan.prediction())
                .set("mean_prediction", plan == null ? null : plan.meanPrediction())
                .set("greatest_residual", plan == null ? null : plan.greatestResidual());
    }

    private static Outcome.@Nullable Draw draw(Cells cells) {
        String replayId = cells.textOrNull("replay_id");
        return replayId == null
                ? null
                : new Outcome.Draw(
                        replayId,
                        cells.text("frame"),
                        cells.whole("frame_size"),
                        cells.whole("draw_index"),
                        cells.real("draw_probability"),
                        plan(cells));
    }

    private static Outcome.@Nullable Plan plan(Cells cells) {
        Double smallest = cells.realOrNull("smallest_probability");
        return smallest == null
                ? null
                : new Outcome.Plan(
                        smallest,
                        cells.real("prediction"),
                        cells.real("mean_prediction"),
                        Objects.requireNonNullElse(cells.realOrNull("greatest_residual"), 1.0));
    }
}
