package io.weighbridge.audit.assessment;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.split;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which outcomes are evidence of quality. What a log calls a score may be anything (toxicity, where less is better, or
 * seconds), so that scores found in logs count only if the settings name them: by label source
 * ("langfuse/EVAL/correctness") or by its last part. They are about calls, and take the call's task.
 */
public final class QualityScores {
    private static final Column FROM_A_LOG = col("label_source").rlike("^(langfuse|helicone|otel)/");

    private QualityScores() {}

    /**
     * The outcomes that count, in the schema of the outcomes table.
     *
     * @param calls with their task filled in
     */
    public static Dataset<Row> of(Dataset<Row> outcomes, Dataset<Row> calls, List<String> named) {
        Dataset<Row> measured = outcomes.filter(FROM_A_LOG.equalTo(lit(false)));
        if (named.isEmpty()) {
            return measured;
        }
        Object[] names = named.toArray();
        Column isNamed = col("label_source")
                .isin(names)
                .or(element_at(split(col("label_source"), "/"), -1).isin(names));
        Dataset<Row> scores = outcomes.filter(FROM_A_LOG.and(isNamed));
        Dataset<Row> tasks =
                calls.groupBy(col("call_id").as("scored_call")).agg(min("task").as("task_of_call"));
        Dataset<Row> ofCalls = scores.join(tasks, col("unit_id").equalTo(col("scored_call")), "left")
                .withColumn("task", coalesce(col("task_of_call"), col("task")))
                .drop("scored_call", "task_of_call");
        return measured.unionByName(ofCalls);
    }
}
