package io.weighbridge.audit.levers;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.assessment.Evidence.Cheaper;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.prices.PricerOnWorkers;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usd;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Makes {@link LeverCall}s of rows of the lake, on Spark's workers. */
final class LeverCalls implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final Set<String> CUT_OFF = Set.of("length", "max_tokens");
    private static final String BATCH = "batch";

    private final HashMap<String, Cheaper> cheaper;
    private final Set<String> batchTasks;
    private final PricerOnWorkers pricer;

    LeverCalls(Map<String, Cheaper> cheaper, Set<String> batchTasks, PriceBook prices) {
        this.cheaper = new HashMap<>(cheaper);
        this.batchTasks = Set.copyOf(batchTasks);
        this.pricer = new PricerOnWorkers(prices);
    }

    /** The little of a call that has to travel to the other calls of its request. */
    static final StructType SCHEMA = new StructType()
            .add("request", StringType)
            .add("micros", LongType, false)
            .add("source", StringType, false)
            .add("call_id", StringType, false)
            .add("counts", BooleanType, false)
            .add("answered", BooleanType, false)
            .add("cut_off", BooleanType, false)
            .add("spend", LongType, false)
            .add("cheaper_share", DoubleType, false)
            .add("batch_share", DoubleType, false)
            .add("task", StringType, false)
            .add("team", StringType);

    /** @param row of the calls table, with {@code task}, {@code request} and {@code counts} */
    Row slim(Row row) {
        Cells cells = new Cells(row);
        String task = cells.text("task");
        Cheaper choice = cheaper.get(task);
        String finish = cells.textOrNull("finish_reason");
        Usd spend = cells.usdOrNull("spend_picodollars");
        return RowFactory.create(
                cells.textOrNull("request"),
                ChronoUnit.MICROS.between(Instant.EPOCH, cells.instant("occurred_at")),
                cells.text("source"),
                cells.text("call_id"),
                cells.flag("counts"),
                cells.text("status").equals(Response.OK),
                finish != null && CUT_OFF.contains(finish.toLowerCase(Locale.ROOT)),
                spend == null ? 0 : spend.picodollars(),
                choice != null && choice.incumbent().equals(cells.text("model")) ? choice.share() : 0.0,
                batchTasks.contains(task) ? batchShare(row) : 0.0,
                task,
                cells.textOrNull("team"));
    }

    static LeverCall call(Row slim) {
        Cells cells = new Cells(slim);
        return new LeverCall(
                cells.textOrNull("request"),
                cells.whole("micros"),
                cells.flag("counts"),
                cells.flag("answered"),
                cells.flag("cut_off"),
                cells.whole("spend"),
                cells.real("cheaper_share"),
                cells.real("batch_share"),
                cells.text("task"),
                cells.textOrNull("team"));
    }

    /** 0 where the call is not of the standard tier, or one of the two prices is not known. */
    private double batchShare(Row row) {
        CanonicalCall call = CallTable.call(row);
        String tier = call.request().serviceTier();
        boolean standard = tier == null || tier.equals("standard") || tier.equals("default") || tier.equals("auto");
        Usd now = standard ? pricer.get().cost(call).total() : null;
        Usd then = now == null
                ? null
                : pricer.get()
                        .cost(call.with(call.request().withServiceTier(BATCH), call.response()))
                        .total();
        return now == null || then == null || now.picodollars() <= 0
                ? 0
                : Math.max(0, 1 - then.picodollars() / (double) now.picodollars());
    }
}
