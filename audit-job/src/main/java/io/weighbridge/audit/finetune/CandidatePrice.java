package io.weighbridge.audit.finetune;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.weighbridge.audit.whatif.OneModel;
import io.weighbridge.audit.whatif.Rerouting;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The same calls with the same tokens at another model's price, as {@code what-if} has them. */
final class CandidatePrice {
    private final PriceBook prices;

    CandidatePrice(PriceBook prices) {
        this.prices = prices;
    }

    /**
     * @param calls of one model, with their task
     * @param days of the window they are all calls of
     */
    DailySaving saving(Dataset<Row> calls, String candidate, long days) {
        Dataset<Row> withoutText = calls.withColumn("prompt", lit(null).cast("string"))
                .withColumn("response_text", lit(null).cast("string"));
        Column spend = col("spend_picodollars");
        Column cost = col("cost_picodollars");
        Column isKnown = spend.isNotNull().and(cost.isNotNull());
        Row sums = calls.sparkSession()
                .createDataFrame(
                        withoutText.javaRDD().map(new Rerouting(new OneModel(candidate, List.of()), prices, false)),
                        Rerouting.SCHEMA)
                .agg(count(lit(1)), count(when(isKnown, 1)), coalesce(sum(when(isKnown, spend.minus(cost))), lit(0L)))
                .head();
        long all = sums.getLong(0);
        long known = sums.getLong(1);
        if (known == 0) {
            return DailySaving.unknown(
                    all == 0
                            ? "the audit's window has no calls of the task by this model"
                            : "no call of the task has both a known cost and a price of " + candidate);
        }
        BigDecimal saved = new Usd(sums.getLong(2)).toBigDecimal();
        return DailySaving.over(
                days,
                saved,
                null,
                null,
                String.format(
                        Locale.ROOT,
                        "assumes the same tokens at the price of %s, for %,d of %,d calls in %,d days",
                        candidate,
                        known,
                        all,
                        days));
    }
}
