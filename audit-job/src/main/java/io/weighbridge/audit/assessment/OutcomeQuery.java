package io.weighbridge.audit.assessment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outcomes of a window, unit by unit in one order whatever the lake's files look like.
 *
 * <p>Outcomes without a time belong to every window. A replay belongs to a window as a whole or not at all: dropping some
 * of a frame's draws by date would bias what its probabilities promise.
 */
final class OutcomeQuery {
    private static final Column[] FRAME = {col("replay_id"), col("frame"), col("frame_size")};

    private final Dataset<Row> outcomes;
    private final Dataset<Row> calls;
    private final Map<String, String> aliases;

    /** @param calls all calls of the lake with their task filled in, to which outcomes may refer */
    OutcomeQuery(Lake lake, Dataset<Row> calls, AuditOptions options, Map<String, String> aliases) {
        Dataset<Row> quality = QualityScores.of(lake.outcomes(), calls, options.qualityScores());
        this.outcomes = inWindow(quality, options.from(), options.to());
        this.calls = calls;
        this.aliases = aliases;
    }

    /** The models that have outcomes, by task. */
    SortedMap<String, SortedSet<String>> modelsByTask() {
        SortedMap<String, SortedSet<String>> models = new TreeMap<>();
        for (Row row : outcomes.select("task", "model").distinct().collectAsList()) {
            String model = row.getString(1);
            models.computeIfAbsent(row.getString(0), unused -> new TreeSet<>()).add(aliases.getOrDefault(model, model));
        }
        return models;
    }

    /** How many draws were made from each frame. */
    Map<Frame, Long> drawsOfFrames() {
        Map<Frame, Long> draws = new HashMap<>();
        Dataset<Row> counts = outcomes.filter(col("replay_id").isNotNull())
                .groupBy(FRAME)
                .agg(countDistinct("draw_index").as("draws"));
        for (Row row : counts.collectAsList()) {
            Cells cells = new Cells(row);
            Frame frame = new Frame(cells.text("replay_id"), cells.text("frame"), cells.whole("frame_size"));
            draws.put(frame, cells.whole("draws"));
        }
        return draws;
    }

    /** Every unit once, by unit and task. */
    void forEachUnit(AnswerCosts costs, Consumer<OutcomeUnit> consumer) {
        UnitBuilder unit = new UnitBuilder(costs, aliases);
        boolean begun = false;
        for (Iterator<Row> rows = ordered().toLocalIterator(); rows.hasNext(); begun = true) {
            Row row = rows.next();
            if (!unit.accepts(row)) {
                consumer.accept(unit.build());
                unit = new UnitBuilder(costs, aliases);
            }
            unit.add(row);
        }
        if (begun) {
            consumer.accept(unit.build());
        }
    }

    private Dataset<Row> ordered() {
        return outcomes.join(callsOfUnits(), col("unit_id").equalTo(col("call_id")), "left")
                .orderBy(
                        "unit_id",
                        "task",
                        "model",
                        "label_source",
                        "replay_id",
                        "frame",
                        "draw_index",
                        "file_sha256",
                        "line");
    }

    /** The calls that outcomes are about; of calls of one id in several sources, the first source's. */
    private Dataset<Row> callsOfUnits() {
        Dataset<Row> units = outcomes.select(col("unit_id").as("wanted_id")).distinct();
        return calls.join(units, col("call_id").equalTo(col("wanted_id")), "left_semi")
                .groupBy("call_id")
                .agg(min(struct(
                                col("source"),
                                col("model").as("call_model"),
                                col("occurred_at").as("call_at"),
                                col("tenant").as("call_tenant"),
                                col("team").as("call_team"),
                                col("application").as("call_application"),
                                col("agent").as("call_agent"),
                                col("decision_chosen_model").as("call_chosen_model"),
                                col("decision_propensity").as("call_propensity"),
                                greatest(size(col("decision_candidates")), lit(0))
                                        .cast("long")
                                        .as("call_drawn_among"),
                                col("session_id").as("call_session_id"),
                                col("prompt").as("call_prompt"),
                                col("prompt_hash").as("call_prompt_hash"),
                                col("input_tokens").as("call_input_tokens"),
                                col("spend_picodollars").as("call_spend_picodollars"),
                                col("prompt_reading").as("call_prompt_reading"),
                                col("prompt_measures").as("call_prompt_measures"),
                                col("word_hashes").as("call_word_hashes"),
                                col("pair_hashes").as("call_pair_hashes")))
                        .as("facts"))
                .select("call_id", "facts.*")
                .drop("source");
    }

    private static Dataset<Row> inWindow(Dataset<Row> outcomes, @Nullable LocalDate from, @Nullable LocalDate to) {
        if (from == null && to == null) {
            return outcomes;
        }
        Dataset<Row> loose = outcomes.filter(col("replay_id").isNull());
        Dataset<Row> drawn = outcomes.filter(col("replay_id").isNotNull());
        Dataset<Row> frames = drawn.groupBy(FRAME)
                .agg(min("occurred_at").as("first"), max("occurred_at").as("last"))
                .filter(reaches(col("first"), col("last"), from, to));
        Dataset<Row> replays = drawn.join(
                frames,
                scala.jdk.javaapi.CollectionConverters.asScala(java.util.List.of("replay_id", "frame", "frame_size"))
                        .toSeq(),
                "left_semi");
        return loose.filter(reaches(col("occurred_at"), col("occurred_at"), from, to))
                .unionByName(replays);
    }

    private static Column reaches(Column first, Column last, @Nullable LocalDate from, @Nullable LocalDate to) {
        Column inside = first.isNull();
        Column notTooEarly = from == null ? first.isNotNull() : to_date(last).geq(from);
        Column notTooLate = to == null ? first.isNotNull() : to_date(first).leq(to);
        return inside.or(notTooEarly.and(notTooLate));
    }
}
