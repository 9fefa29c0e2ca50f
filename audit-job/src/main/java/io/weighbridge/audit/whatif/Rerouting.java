package io.weighbridge.audit.whatif;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.FeatureColumns;
import io.weighbridge.audit.prices.PricerOnWorkers;
import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Usd;
import java.io.Serial;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call of the lake elsewhere and prices it there, on Spark's workers. A call that moves is assumed to use the same
 * tokens; one that stays costs what it cost, or, under other prices, what those make of it.
 */
public final class Rerouting implements Function<Row, Row> {
    public static final StructType SCHEMA = new StructType()
            .add("task", StringType, false)
            .add("team", StringType)
            .add("moved", BooleanType, false)
            .add("spend_picodollars", LongType)
            .add("cost_picodollars", LongType);

    @Serial
    private static final long serialVersionUID = 1L;

    private final ModelChoice choice;
    private final PricerOnWorkers pricer;
    private final boolean repriced;

    /** @param repriced whether calls that stay are priced by the book, too */
    public Rerouting(ModelChoice choice, PriceBook prices, boolean repriced) {
        this.choice = choice;
        this.pricer = new PricerOnWorkers(prices);
        this.repriced = repriced;
    }

    @Override
    public Row call(Row row) {
        Cells cells = new Cells(row);
        String task = cells.text("task");
        String present = cells.text("model");
        String chosen = choice.choose(cells.text("call_id"), request(cells, task), present);
        Usd spend = cells.usdOrNull("spend_picodollars");
        boolean moves = !chosen.equals(present);
        Usd cost = moves || repriced ? cost(CallTable.call(row), chosen, moves) : spend;
        return RowFactory.create(task, cells.textOrNull("team"), moves, picodollars(spend), picodollars(cost));
    }

    private static @Nullable Long picodollars(@Nullable Usd amount) {
        return amount == null ? null : (Long) amount.picodollars();
    }

    private static RoutingRequest request(Cells cells, String task) {
        String prompt = cells.textOrNull("prompt");
        PromptFeatures features = prompt == null ? FeatureColumns.features(cells, "") : null;
        RoutingRequest request =
                features == null ? RoutingRequest.of(task, prompt) : RoutingRequest.ofFeatures(task, features);
        Long inputTokens = cells.wholeOrNull("input_tokens");
        RoutingRequest attributed = request.withAttribution(
                cells.textOrNull("tenant"), cells.textOrNull("team"), cells.textOrNull("application"));
        return inputTokens == null ? attributed : attributed.withInputTokens(inputTokens);
    }

    private @Nullable Usd cost(CanonicalCall call, String model, boolean moves) {
        return pricer.get().cost(served(call, model, moves)).total();
    }

    /** The same call and usage by another model; its provider is not known before. */
    private static CanonicalCall served(CanonicalCall call, String model, boolean moves) {
        Request asked = call.request();
        return call.with(
                asked.withModel(moves ? null : asked.provider(), model),
                call.response().withModel(model));
    }
}
