package io.weighbridge.audit.drift;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import io.weighbridge.audit.assessment.QualityScores;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.cli.Settings;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.TaskRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The answered calls of a policy in a lake, and those of them that are shadowed: a call is if the first 48 bits of the SHA-256 of
 * the policy's id, a line feed and its own id, as a number in [0, 1), are below the share. A larger share holds the smaller one.
 */
final class Shadow {
    private static final int HASH_DIGITS = 12;
    private static final double HASHES = StrictMath.pow(16, HASH_DIGITS);

    private final Policy policy;
    private final Settings settings;
    private final Lake lake;
    private final Dataset<Row> routed;
    private final Dataset<Row> shadowed;

    /** @param share of the calls, in (0, 1] */
    Shadow(Policy policy, String policyId, double share, Settings settings, Lake lake) {
        this.policy = policy;
        this.settings = settings;
        this.lake = lake;
        routed = lake.calls()
                .filter(col("decision_policy_id")
                        .equalTo(policyId)
                        .and(col("status").equalTo("ok")))
                .withColumn("task", CallTask.column(settings.tasks()));
        Column hash = conv(substring(sha2(concat(lit(policyId + "\n"), col("call_id")), 256), 1, HASH_DIGITS), 16, 10)
                .cast("double");
        shadowed = routed.filter(hash.lt(share * HASHES));
    }

    long routedCalls() {
        return routed.count();
    }

    /** In the order in which they were made. */
    List<ShadowedCall> calls() {
        Map<List<String>, Double> scores = scores();
        List<ShadowedCall> calls = new ArrayList<>();
        for (Row row : shadowed.select("call_id", "occurred_at", "task", "decision_chosen_model", "output_tokens")
                .collectAsList()) {
            Cells cells = new Cells(row);
            String id = cells.text("call_id");
            String task = cells.text("task");
            String chosen = cells.text("decision_chosen_model");
            TaskRule rule = policy.tasks().get(task);
            String incumbent = rule == null ? policy.defaultIncumbent() : rule.incumbent();
            calls.add(new ShadowedCall(
                    id,
                    cells.instant("occurred_at"),
                    task,
                    chosen,
                    incumbent,
                    rule != null && rule.cascade() != null,
                    scores.get(List.of(id, chosen)),
                    scores.get(List.of(id, incumbent)),
                    cells.wholeOrNull("output_tokens")));
        }
        calls.sort(Comparator.comparing(ShadowedCall::occurredAt).thenComparing(ShadowedCall::callId));
        return calls;
    }

    /** The prompts of calls, where they are kept. */
    Map<String, String> prompts(Collection<ShadowedCall> calls) {
        Dataset<Row> wanted = lake.spark()
                .createDataset(calls.stream().map(ShadowedCall::callId).toList(), Encoders.STRING())
                .toDF("wanted_id");
        Map<String, String> prompts = new HashMap<>();
        for (Row row : shadowed.filter(col("prompt").isNotNull())
                .join(wanted, col("call_id").equalTo(col("wanted_id")), "left_semi")
                .select("call_id", "prompt")
                .collectAsList()) {
            prompts.put(row.getString(0), row.getString(1));
        }
        return prompts;
    }

    /** Mean of the labels that no model gave, by call and model. */
    private Map<List<String>, Double> scores() {
        Dataset<Row> outcomes = QualityScores.of(lake.outcomes(), routed, settings.qualityScores())
                .filter(col("judge_model").isNull());
        Map<List<String>, Double> scores = new HashMap<>();
        for (Row row : outcomes.join(shadowed.select("call_id"), col("unit_id").equalTo(col("call_id")), "left_semi")
                .groupBy("unit_id", "model")
                .agg(avg("score").as("score"))
                .collectAsList()) {
            String model = row.getString(1);
            scores.put(List.of(row.getString(0), settings.aliases().getOrDefault(model, model)), row.getDouble(2));
        }
        return scores;
    }
}
