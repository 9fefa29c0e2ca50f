package io.weighbridge.audit.workflow;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.evidence.Clustering;
import io.weighbridge.evidence.CostPerSuccess;
import io.weighbridge.tokenlog.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the workflows of a window cost. A workflow is the calls of one tenant with one {@code workflow_id}; an outcome whose
 * {@code unit_id} is that id says how it ended, and judges' outcomes do not count.
 *
 * @param costs by application, then models
 * @param steps by application, then step
 */
public record Workflows(List<WorkflowCost> costs, List<WorkflowStep> steps) {
    private static final Column APPLICATION =
            coalesce(col("application"), lit(SpendLedger.UNNAMED)).as("application");

    public Workflows {
        costs = List.copyOf(costs);
        steps = List.copyOf(steps);
    }

    /**
     * @param calls of the window
     * @param outcomes of the lake
     * @param confidence of each interval
     */
    public static Workflows of(Dataset<Row> calls, Dataset<Row> outcomes, double confidence) {
        Dataset<Row> ofWorkflows = calls.filter(col("workflow_id").isNotNull());
        if (ofWorkflows.isEmpty()) {
            return new Workflows(List.of(), List.of());
        }
        return new Workflows(costs(ofWorkflows, outcomes, confidence), steps(ofWorkflows));
    }

    private static List<WorkflowCost> costs(Dataset<Row> calls, Dataset<Row> outcomes, double confidence) {
        Dataset<Row> ends = outcomes.filter(col("judge_model").isNull())
                .groupBy(col("unit_id").as("ended_id"))
                .agg(avg("score").as("score"));
        Dataset<Row> workflows = calls.groupBy("tenant", "workflow_id")
                .agg(
                        min(APPLICATION).as("application"),
                        min(coalesce(col("session_id"), concat_ws("\n", col("tenant"), col("workflow_id"))))
                                .as("cluster"),
                        sort_array(collect_set("model")).as("models"),
                        count(lit(1)).as("calls"),
                        coalesce(sum("spend_picodollars"), lit(0L)).as("spend"),
                        count_if(col("spend_picodollars").isNull()).as("unknown"))
                .join(ends, col("workflow_id").equalTo(col("ended_id")), "left")
                .orderBy("tenant", "workflow_id");
        Map<Runs, Sums> sums = new TreeMap<>();
        for (Iterator<Row> rows = workflows.toLocalIterator(); rows.hasNext(); ) {
            Cells row = new Cells(rows.next());
            sums.computeIfAbsent(new Runs(row.text("application"), row.list("models")), unused -> new Sums())
                    .add(row);
        }
        List<WorkflowCost> costs = new ArrayList<>();
        sums.forEach((runs, sum) -> costs.add(sum.cost(runs, confidence)));
        return costs;
    }

    private static List<WorkflowStep> steps(Dataset<Row> calls) {
        List<WorkflowStep> steps = new ArrayList<>();
        for (Row each : calls.filter(col("step").isNotNull())
                .groupBy(APPLICATION, col("step"))
                .agg(
                        countDistinct(concat_ws("\n", col("tenant"), col("workflow_id")))
                                .as("workflows"),
                        count(lit(1)).as("calls"),
                        coalesce(sum("spend_picodollars"), lit(0L)).as("spend"),
                        count_if(col("status").notEqual(Response.OK)).as("failed"))
                .orderBy("application", "step")
                .collectAsList()) {
            Cells row = new Cells(each);
            steps.add(new WorkflowStep(
                    row.text("application"),
                    each.<Integer>getAs("step"),
                    row.whole("workflows"),
                    row.whole("calls"),
                    row.whole("spend"),
                    row.whole("failed")));
        }
        return steps;
    }

    private record Runs(String application, List<String> models) implements Comparable<Runs> {
        @Override
        public int compareTo(Runs other) {
            return Comparator.comparing(Runs::application)
                    .thenComparing(runs -> String.join("\n", runs.models()))
                    .compare(this, other);
        }
    }

    private static final class Sums {
        private final List<String> clusters = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();
        private final List<Double> scores = new ArrayList<>();
        private long workflows;
        private long calls;
        private long spend;
        private long withoutCost;

        void add(Cells row) {
            workflows++;
            calls += row.whole("calls");
            if (row.whole("unknown") > 0) {
                withoutCost++;
                return;
            }
            spend = Math.addExact(spend, row.whole("spend"));
            Double score = row.realOrNull("score");
            if (score != null) {
                clusters.add(row.text("cluster"));
                costs.add((double) row.whole("spend"));
                scores.add(score);
            }
        }

        WorkflowCost cost(Runs runs, double confidence) {
            double[] success = scores.stream().mapToDouble(Double::doubleValue).toArray();
            double successes = 0;
            for (double score : success) {
                successes += score;
            }
            return new WorkflowCost(
                    runs.application(),
                    List.copyOf(runs.models()),
                    workflows,
                    calls,
                    spend,
                    withoutCost,
                    scores.size(),
                    successes,
                    CostPerSuccess.of(
                            costs.stream().mapToDouble(Double::doubleValue).toArray(),
                            success,
                            Clustering.of(clusters),
                            confidence));
        }
    }
}
