package io.weighbridge.audit.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.export.Table.Column;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Spend as rows of FOCUS 1.3 (FinOps Open Cost and Usage Specification): one a day, provider, model, token kind, team and
 * pricing status. {@code BilledCost} adds up to the spend of the lake exactly. Token kinds cost what the price book makes of
 * them; where a source billed another amount, a row of category Adjustment holds the difference. A call whose cost is unknown
 * has an empty cost and says why in {@code x_PricingStatus}. Savings are estimates and never rows.
 */
final class FocusTable {
    private static final String UNKNOWN = "unknown";
    private static final String CALLS = "Calls";
    private static final String TOKENS = "Tokens";
    private static final int MILLION = 6;

    private static final List<Column> COLUMNS = List.of(
            Column.decimal("BilledCost"),
            Column.text("BillingAccountId"),
            Column.text("BillingAccountName"),
            Column.text("BillingCurrency"),
            Column.text("BillingPeriodStart"),
            Column.text("BillingPeriodEnd"),
            Column.text("ChargeCategory"),
            Column.text("ChargeClass"),
            Column.text("ChargeDescription"),
            Column.text("ChargePeriodStart"),
            Column.text("ChargePeriodEnd"),
            Column.decimal("ContractedCost"),
            Column.decimal("EffectiveCost"),
            Column.text("HostProviderName"),
            Column.text("InvoiceIssuerName"),
            Column.decimal("ListCost"),
            Column.decimal("PricingQuantity"),
            Column.text("PricingUnit"),
            Column.text("ServiceCategory"),
            Column.text("ServiceName"),
            Column.text("ServiceProviderName"),
            Column.text("SkuId"),
            Column.text("SkuMeter"),
            Column.text("SkuPriceId"),
            Column.decimal("ConsumedQuantity"),
            Column.text("ConsumedUnit"),
            Column.text("x_Team"),
            Column.text("x_Tenant"),
            Column.text("x_PricingStatus"),
            Column.text("x_SpendBasis"),
            Column.whole("x_Calls"));

    private final List<@Nullable Object[]> rows = new ArrayList<>();

    private FocusTable() {}

    static Table of(Dataset<Row> calls) {
        FocusTable table = new FocusTable();
        sums(calls).collectAsList().forEach(table::addGroup);
        return new Table(COLUMNS, table.rows);
    }

    private static Dataset<Row> sums(Dataset<Row> calls) {
        return calls.withColumn("is_computed", col("computed_picodollars").isNotNull())
                .withColumn("has_usage", col("input_tokens").isNotNull())
                .withColumn("cache_write_tokens", col("cache_write_5m_tokens").plus(col("cache_write_1h_tokens")))
                .withColumn(
                        "uncached_tokens",
                        col("input_tokens").minus(col("cache_read_tokens")).minus(col("cache_write_tokens")))
                .groupBy(
                        "day",
                        "provider",
                        "model",
                        "team",
                        "tenant",
                        "pricing_status",
                        "spend_basis",
                        "price_version",
                        "is_computed",
                        "has_usage")
                .agg(
                        count(lit(1)).as("calls"),
                        total("uncached_tokens"),
                        total("cache_read_tokens"),
                        total("cache_write_tokens"),
                        total("output_tokens"),
                        total("input_picodollars"),
                        total("cache_read_picodollars"),
                        total("cache_write_picodollars"),
                        total("output_picodollars"),
                        total("request_picodollars"),
                        total("computed_picodollars"),
                        total("spend_picodollars"))
                .orderBy(
                        "day",
                        "provider",
                        "model",
                        "team",
                        "tenant",
                        "pricing_status",
                        "spend_basis",
                        "price_version",
                        "is_computed",
                        "has_usage");
    }

    private static org.apache.spark.sql.Column total(String column) {
        return coalesce(sum(col(column)), lit(0L)).as(column);
    }

    private void addGroup(Row group) {
        boolean isKnown = !group.<String>getAs("pricing_status").equals("unpriced")
                && !group.<String>getAs("pricing_status").equals("usage-missing");
        boolean isComputed = group.<Boolean>getAs("is_computed");
        boolean hasUsage = group.<Boolean>getAs("has_usage");
        if (isKnown && !isComputed) {
            BigDecimal spend = usd(group, "spend_picodollars");
            add(group, "Usage", "Model Calls", whole(group, "calls"), CALLS, spend, null);
        } else if (!isKnown && !hasUsage) {
            add(group, "Usage", "Model Calls", whole(group, "calls"), CALLS, null, null);
        } else {
            addTokens(group, "Input Tokens", "uncached_tokens", "input_picodollars", isKnown);
            addTokens(group, "Cache Read Tokens", "cache_read_tokens", "cache_read_picodollars", isKnown);
            addTokens(group, "Cache Write Tokens", "cache_write_tokens", "cache_write_picodollars", isKnown);
            addTokens(group, "Output Tokens", "output_tokens", "output_picodollars", isKnown);
            addRest(group, isKnown);
        }
    }

    private void addTokens(Row group, String meter, String tokens, String cost, boolean isKnown) {
        if (whole(group, tokens) != 0 || whole(group, cost) != 0) {
            BigDecimal usd = isKnown ? usd(group, cost) : null;
            add(group, "Usage", meter, whole(group, tokens), TOKENS, usd, usd);
        }
    }

    /** The price of the calls as such, and what was billed beyond the price book. */
    private void addRest(Row group, boolean isKnown) {
        if (!isKnown) {
            return;
        }
        if (whole(group, "request_picodollars") != 0) {
            BigDecimal requests = usd(group, "request_picodollars");
            add(group, "Usage", "Requests", whole(group, "calls"), CALLS, requests, requests);
        }
        BigDecimal difference = usd(group, "spend_picodollars").subtract(usd(group, "computed_picodollars"));
        if (difference.signum() != 0) {
            add(group, "Adjustment", "Billed Difference", 0, CALLS, difference, new BigDecimal(0).setScale(12));
        }
    }

    /**
     * @param cost null where unknown
     * @param listCost what the price book makes of it; null where it cannot
     */
    private void add(
            Row group,
            String category,
            String meter,
            long quantity,
            String unit,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal listCost) {
        LocalDate day = group.getAs("day");
        LocalDate month = day.withDayOfMonth(1);
        String provider = named(group.getAs("provider"));
        String model = group.getAs("model");
        boolean isUsage = category.equals("Usage");
        boolean isTokens = unit.equals(TOKENS);
        rows.add(new @Nullable Object[] {
            cost,
            named(group.getAs("tenant")),
            group.getAs("tenant"),
            "USD",
            time(month),
            time(month.plusMonths(1)),
            category,
            null,
            meter + " of " + model,
            time(day),
            time(day.plusDays(1)),
            cost,
            cost,
            provider,
            provider,
            listCost,
            isUsage ? BigDecimal.valueOf(quantity, isTokens ? MILLION : 0) : null,
            isUsage ? (isTokens ? "1000000 Tokens" : CALLS) : null,
            "AI and Machine Learning",
            "Model inference",
            provider,
            model,
            meter,
            group.getAs("price_version"),
            isUsage ? BigDecimal.valueOf(quantity) : null,
            isUsage ? unit : null,
            group.getAs("team"),
            group.getAs("tenant"),
            group.getAs("pricing_status"),
            group.getAs("spend_basis"),
            group.<Long>getAs("calls")
        });
    }

    private static String time(LocalDate day) {
        return day + "T00:00:00Z";
    }

    private static String named(@Nullable String name) {
        return name == null ? UNKNOWN : name;
    }

    private static long whole(Row row, String column) {
        return row.<Long>getAs(column);
    }

    private static BigDecimal usd(Row row, String column) {
        return new Usd(whole(row, column)).toBigDecimal();
    }
}
