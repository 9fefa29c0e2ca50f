package io.weighbridge.audit.anomaly;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.anomaly.RetryStorms.Caller;
import io.weighbridge.audit.anomaly.RetryStorms.WorstHour;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.tokenlog.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What rollups leave open and only the calls of a day can tell; asked where something was found. */
record SingleCalls(Dataset<Row> calls) implements RetryStorms.Hours, PriceRises.Confirmation {
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final long HOURS_A_DAY = 24;

    private Dataset<Row> of(LocalDate day, Set<String> models) {
        return calls.filter(col("day").equalTo(lit(day)).and(col("model").isin(models.toArray())));
    }

    @Override
    public Map<Caller, WorstHour> worst(LocalDate day, Set<Caller> callers) {
        Column troubled = col("status").notEqual(Response.OK).or(col("attempt").gt(1));
        Set<String> models = callers.stream().map(Caller::model).collect(Collectors.toSet());
        List<Row> hours = of(day, models)
                .groupBy(
                        col("application"),
                        col("model"),
                        floor(unix_seconds(col("occurred_at")).divide(SECONDS_AN_HOUR))
                                .mod(HOURS_A_DAY)
                                .as("hour"))
                .agg(
                        count(lit(1)).as("calls"),
                        count_if(troubled).as("troubled"),
                        coalesce(sum(when(troubled, col("spend_picodollars"))), lit(0L))
                                .as("spend"))
                .orderBy("application", "model", "hour")
                .collectAsList();
        Map<Caller, WorstHour> worst = new TreeMap<>();
        for (Row row : hours) {
            Cells cells = new Cells(row);
            Caller caller = new Caller(cells.textOrNull("application"), cells.text("model"));
            if (callers.contains(caller)) {
                WorstHour hour = new WorstHour(
                        (int) cells.whole("hour"), cells.whole("troubled"), cells.whole("calls"), cells.whole("spend"));
                worst.merge(caller, hour, SingleCalls::worse);
            }
        }
        return worst;
    }

    /** The worse hour, with the troubles' cost of both. */
    private static WorstHour worse(WorstHour one, WorstHour other) {
        WorstHour worse = other.troubled() > one.troubled() ? other : one;
        return new WorstHour(
                worse.hour(), worse.troubled(), worse.calls(), Math.addExact(one.picodollars(), other.picodollars()));
    }

    @Override
    public Map<CallGroup, double[]> billedAndComputed(LocalDate day, Set<CallGroup> groups) {
        Set<String> models = groups.stream().map(CallGroup::model).collect(Collectors.toSet());
        Map<CallGroup, double[]> sums = new TreeMap<>();
        for (Row row : of(day, models)
                .filter(col("billed_picodollars")
                        .gt(0)
                        .and(col("computed_picodollars").gt(0)))
                .groupBy("model", "provider", "service_tier")
                .agg(
                        sum("billed_picodollars").as("billed"),
                        sum("computed_picodollars").as("computed"))
                .collectAsList()) {
            Cells cells = new Cells(row);
            sums.put(
                    new CallGroup(
                            null,
                            null,
                            "",
                            cells.text("model"),
                            cells.textOrNull("provider"),
                            cells.textOrNull("service_tier")),
                    new double[] {cells.whole("billed"), cells.whole("computed")});
        }
        return sums;
    }
}
