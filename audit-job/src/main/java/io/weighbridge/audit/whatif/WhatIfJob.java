package io.weighbridge.audit.whatif;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.EvidenceJob;
import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.audit.assessment.Slice;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Applies a choice of models, and prices, to the calls of a window. */
final class WhatIfJob {
    private final AuditOptions options;
    private final List<TaskRule> taskRules;
    private final CacheLifetimes lifetimes;
    private final Map<String, String> aliases;
    private final PriceBook prices;
    private final boolean repriced;

    /** @param repriced whether the book is another one than the lake's */
    WhatIfJob(
            AuditOptions options,
            List<TaskRule> taskRules,
            CacheLifetimes lifetimes,
            Map<String, String> aliases,
            PriceBook prices,
            boolean repriced) {
        this.options = options;
        this.taskRules = List.copyOf(taskRules);
        this.lifetimes = lifetimes;
        this.aliases = aliases;
        this.prices = prices;
        this.repriced = repriced;
    }

    /** @throws BadInputException if the window holds no calls */
    WhatIf run(Lake current, ModelChoice choice, Instant now) {
        Lake lake = current.pinned();
        Dataset<Row> all = withTask(lake.calls());
        Dataset<Row> calls = withTask(CallWindow.of(lake.calls(), options.from(), options.to()));
        SpendLedger ledger = new Rollups(lake, taskRules, lifetimes).ledger(options.from(), options.to());
        if (ledger.lines().isEmpty()) {
            throw new BadInputException(lake.root() + ": the window holds no calls to send elsewhere");
        }
        Map<List<String>, Slice> quality = new HashMap<>();
        AnswerCosts costs = new AnswerCosts(new CallPricer(prices), now);
        for (Slice slice : new EvidenceJob(options, costs, aliases, null).whatIf(lake, all, ledger, choice)) {
            quality.put(List.of(slice.dimension(), slice.value()), slice);
        }
        List<WhatIf.Line> lines = new ArrayList<>();
        parts(rerouted(lake, calls, choice))
                .forEach((part, amount) -> lines.add(WhatIf.Line.of(part, amount, quality.get(part))));
        return new WhatIf(choice.name(), prices.version(), repriced, options.confidence(), lines);
    }

    private Dataset<Row> withTask(Dataset<Row> calls) {
        return calls.withColumn("task", CallTask.column(taskRules));
    }

    private List<Row> rerouted(Lake lake, Dataset<Row> calls, ModelChoice choice) {
        return lake.spark()
                .createDataFrame(calls.javaRDD().map(new Rerouting(choice, prices, repriced)), Rerouting.SCHEMA)
                .groupBy("task", "team")
                .agg(
                        count(lit(1)).as("calls"),
                        count_if(col("moved")).as("moved"),
                        coalesce(sum("spend_picodollars"), lit(0L)).as("spend"),
                        coalesce(sum("cost_picodollars"), lit(0L)).as("cost"),
                        count_if(col("spend_picodollars").isNull()).as("unknown_spend"),
                        count_if(col("cost_picodollars").isNull()).as("unknown_cost"))
                .collectAsList();
    }

    /** All, then by task, then by team. */
    private static Map<List<String>, WhatIf.Amount> parts(List<Row> sums) {
        Map<String, WhatIf.Amount> tasks = new TreeMap<>();
        Map<String, WhatIf.Amount> teams = new TreeMap<>();
        WhatIf.Amount all = WhatIf.Amount.NONE;
        for (Row row : sums) {
            WhatIf.Amount amount = new WhatIf.Amount(
                    row.getAs("calls"),
                    row.getAs("moved"),
                    row.getAs("spend"),
                    row.getAs("cost"),
                    row.getAs("unknown_spend"),
                    row.getAs("unknown_cost"));
            all = all.plus(amount);
            tasks.merge(row.getAs("task"), amount, WhatIf.Amount::plus);
            String team = row.getAs("team");
            if (team != null) {
                teams.merge(team, amount, WhatIf.Amount::plus);
            }
        }
        Map<List<String>, WhatIf.Amount> parts = new java.util.LinkedHashMap<>();
        parts.put(List.of("all", "all"), all);
        tasks.forEach((task, amount) -> parts.put(List.of("task", task), amount));
        teams.forEach((team, amount) -> parts.put(List.of("team", team), amount));
        return parts;
    }
}
