package io.weighbridge.audit.finetune;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.assessment.QualityScores;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.cli.Settings;
import io.weighbridge.tokenlog.Outcome.Judge.Order;
import io.weighbridge.tokenlog.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The calls of a task with what is known of their answers before anybody reads the texts. An answer is verified by outcomes of
 * that very call and model. Outcomes of draws do not count: a replay or a gold sample scores an answer that may have been given
 * anew, and not the one in the log.
 */
final class VerifiedAnswers {
    private static final Object[] CUT_OFF = {
        "length", "max_tokens", "max_output_tokens", "incomplete", "content_filter", "safety", "recitation"
    };
    private static final Object[] TOOL_CALL = {"tool_calls", "tool_use", "function_call"};
    /** Means of equal scores are equal, in whatever order they were added. */
    private static final int PLACES_OF_SCORES = 12;

    private static final String FATE = "fate";

    private final Lake lake;
    private final Settings settings;
    private final FinetuneOptions options;

    VerifiedAnswers(Lake lake, Settings settings, FinetuneOptions options) {
        this.lake = lake;
        this.settings = settings;
        this.options = options;
    }

    /** The calls of the task in the window, of the tenant if one was named. */
    Dataset<Row> calls() {
        Dataset<Row> calls = withTask(CallWindow.of(lake.calls(), options.from(), options.to()))
                .filter(col("task").equalTo(options.task()));
        return options.tenant() == null
                ? calls
                : calls.filter(coalesce(col("tenant"), lit("")).equalTo(options.tenant()));
    }

    /** The tenants of the calls; "" are those that name none. */
    SortedSet<String> tenants() {
        SortedSet<String> tenants = new TreeSet<>();
        calls().select(coalesce(col("tenant"), lit("")))
                .distinct()
                .collectAsList()
                .forEach(row -> tenants.add(row.getString(0)));
        return tenants;
    }

    /** How many calls have no example, by reason, and under {@link Fate#EXAMPLE} how many may have one. */
    Map<Fate, Long> fates(String model) {
        Map<Fate, Long> fates = new EnumMap<>(Fate.class);
        for (Row row : withFate(model).groupBy(FATE).agg(count(lit(1))).collectAsList()) {
            fates.put(Fate.ofLabel(row.getString(0)), row.getLong(1));
        }
        return fates;
    }

    /** The calls whose answer by {@code model} is verified, with its {@code score}. */
    Dataset<Row> of(String model) {
        return withFate(model).filter(col(FATE).equalTo(Fate.EXAMPLE.label()));
    }

    private Dataset<Row> withFate(String model) {
        Dataset<Row> scores = scores();
        Dataset<Row> ids = withSameId(scores);
        Dataset<Row> scored = calls().join(
                        scores,
                        col("call_id")
                                .equalTo(col("scored_id"))
                                .and(col("model").equalTo(col("scored_model"))),
                        "left")
                .join(ids, col("call_id").equalTo(col("known_id")), "left");
        Column score = options.includeJudged() ? coalesce(col("label"), col("judged")) : col("label");
        return scored.withColumn("score", score).withColumn(FATE, fate(model)).drop("scored_id", "known_id");
    }

    private Column fate(String model) {
        Column finish = lower(coalesce(col("finish_reason"), lit("")));
        return when(col("model").notEqual(model), name(Fate.OTHER_MODEL))
                .when(col("status").notEqual(Response.OK), name(Fate.FAILED))
                .when(finish.isin(CUT_OFF), name(Fate.CUT_OFF))
                .when(finish.isin(TOOL_CALL), name(Fate.TOOL_CALL))
                .when(col("prompt").isNull().or(col("response_text").isNull()), name(Fate.TEXT_NOT_KEPT))
                .when(isBlank("prompt").or(isBlank("response_text")), name(Fate.EMPTY))
                .when(col("same_id").gt(1), name(Fate.AMBIGUOUS_ID))
                .when(col("score").isNull().and(col("judged").isNotNull()), name(Fate.ONLY_JUDGED))
                .when(col("score").isNull(), name(Fate.UNSCORED))
                .when(col("score").lt(options.minimumScore()), name(Fate.BELOW_MINIMUM))
                .otherwise(name(Fate.EXAMPLE));
    }

    private static Column name(Fate fate) {
        return lit(fate.label());
    }

    private static Column isBlank(String text) {
        return col(text).rlike("^\\s*$");
    }

    /** By call and model: the mean of the labels that no model gave, and of the judges', each as an audit counts it. */
    private Dataset<Row> scores() {
        Dataset<Row> own = QualityScores.of(lake.outcomes(), withTask(lake.calls()), settings.qualityScores())
                .filter(col("replay_id").isNull())
                .withColumn("model", aliased(col("model")));
        Dataset<Row> labels = own.filter(col("judge_model").isNull())
                .groupBy("unit_id", "model")
                .agg(mean(col("score")).as("label"))
                .withColumn("judged", lit(null).cast("double"));
        Dataset<Row> judged = own.filter(col("judge_model").isNotNull())
                .groupBy("unit_id", "model", "judge_model", "judge_prompt_version")
                .agg(
                        mean(inOrder(Order.ALONE)).as("alone"),
                        mean(inOrder(Order.FIRST)).as("first"),
                        mean(inOrder(Order.SECOND)).as("second"))
                .withColumn(
                        "each",
                        coalesce(col("alone"), col("first").plus(col("second")).divide(2)))
                .groupBy("unit_id", "model")
                .agg(mean(col("each")).as("judged"))
                .withColumn("label", lit(null).cast("double"));
        return labels.unionByName(judged)
                .groupBy(col("unit_id").as("scored_id"), col("model").as("scored_model"))
                .agg(max("label").as("label"), max("judged").as("judged"));
    }

    private static Column inOrder(Order order) {
        return when(col("judge_order").equalTo(order.label()), col("score"));
    }

    private static Column mean(Column scores) {
        return round(avg(scores), PLACES_OF_SCORES);
    }

    private Column aliased(Column model) {
        List<Column> names = new ArrayList<>();
        settings.aliases().forEach((from, to) -> names.addAll(Arrays.asList(lit(from), lit(to))));
        return names.isEmpty() ? model : coalesce(try_element_at(map(names.toArray(Column[]::new)), model), model);
    }

    /** How many calls of the lake have the id of a scored one: one for each source. */
    private Dataset<Row> withSameId(Dataset<Row> scores) {
        Dataset<Row> wanted = scores.select(col("scored_id").as("wanted_id")).distinct();
        return lake.calls()
                .select(col("call_id").as("known_id"))
                .join(wanted, col("known_id").equalTo(col("wanted_id")), "left_semi")
                .groupBy("known_id")
                .agg(count(lit(1)).as("same_id"));
    }

    private Dataset<Row> withTask(Dataset<Row> calls) {
        return calls.withColumn("task", CallTask.column(settings.tasks()));
    }
}
