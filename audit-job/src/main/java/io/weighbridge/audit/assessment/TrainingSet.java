package io.weighbridge.audit.assessment;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.weighbridge.audit.assessment.OutcomeUnit.Drawn;
import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.audit.parquet.ParquetTable;
import io.weighbridge.routing.PromptFeatures;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes {@code training-set.parquet}: one row per unit and model, by unit, for the trainer. */
public final class TrainingSet implements AutoCloseable {
    /** Its name and version (FORMAT.md, "training-set.parquet"). */
    public static final String FORMAT = "weighbridge-training-set/1";

    private static final MessageType SCHEMA = Types.buildMessage()
            .addField(ParquetTable.text("unit_id"))
            .addField(ParquetTable.text("cluster_id"))
            .addField(ParquetTable.text("task"))
            .addField(ParquetTable.optionalText("team"))
            .addField(ParquetTable.optionalText("application"))
            .addField(ParquetTable.optionalText("tenant"))
            .addField(ParquetTable.optionalText("agent"))
            .addField(ParquetTable.optionalText("prompt"))
            .addField(ParquetTable.optionalText("prompt_reading"))
            .addField(ParquetTable.optionalList("prompt_measures", DOUBLE))
            .addField(ParquetTable.optionalList("word_hashes", INT32))
            .addField(ParquetTable.optionalList("pair_hashes", INT32))
            .addField(Types.optional(INT64).named("input_tokens"))
            .addField(Types.optional(INT64)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                    .named("occurred_at"))
            .addField(ParquetTable.text("incumbent"))
            .addField(ParquetTable.text("model"))
            .addField(Types.required(DOUBLE).named("score"))
            .addField(Types.required(DOUBLE).named("weight"))
            .addField(Types.required(INT32).named("draws"))
            .addField(Types.optional(INT64).named("output_tokens"))
            .addField(Types.optional(INT64).named("cost_picodollars"))
            .addField(ParquetTable.text("label_source"))
            .addField(Types.optional(DOUBLE).named("propensity"))
            .named("training_set");

    private final ParquetTable table;

    public TrainingSet(FileSystem files, Path file) throws IOException {
        table = ParquetTable.create(files, file, SCHEMA, FORMAT);
    }

    /** @param weight calls of the population that the unit stands for */
    void add(OutcomeUnit unit, String incumbent, double weight) {
        UnitCall call = unit.call();
        int draws = unit.draws().size();
        PromptFeatures features = unit.features();
        Map<String, Answer> labelled = new TreeMap<>(unit.answers());
        labelled.values().removeIf(Answer::judged); // a policy would be certified on a model's guesses
        labelled.forEach((model, answer) -> table.write(row -> row.put("unit_id", unit.unitId())
                .put("cluster_id", unit.cluster())
                .put("task", unit.task())
                .put("team", call == null ? null : call.team())
                .put("application", call == null ? null : call.application())
                .put("tenant", call == null ? null : call.tenant())
                .put("agent", call == null ? null : call.agent())
                .put("prompt", unit.prompt())
                .put("prompt_reading", features == null ? null : features.reading())
                .put("prompt_measures", features == null ? null : features.measures())
                .put("word_hashes", features == null ? null : features.wordHashes())
                .put("pair_hashes", features == null ? null : features.pairHashes())
                .put("input_tokens", unit.inputTokens())
                .put("occurred_at", unit.occurredAt())
                .put("incumbent", incumbent)
                .put("model", model)
                .put("score", answer.score())
                .put("weight", weight)
                .put("draws", draws)
                .put("output_tokens", answer.outputTokens())
                .put(
                        "cost_picodollars",
                        answer.cost() == null ? null : (Long) answer.cost().picodollars())
                .put("label_source", answer.labelSources())
                .put("propensity", propensity(unit, labelled, model))));
    }

    /** With which a router drew the model, where that is why its answer is the one that is known; null otherwise. */
    private static @Nullable Double propensity(OutcomeUnit unit, Map<String, Answer> labelled, String model) {
        UnitCall call = unit.call();
        Drawn drawn = call == null ? null : call.drawn();
        if (call == null
                || drawn == null
                || labelled.size() > 1
                || !unit.draws().isEmpty()) {
            return null;
        }
        return call.model().equals(model) && drawn.model().equals(model) ? (Double) drawn.propensity() : null;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
