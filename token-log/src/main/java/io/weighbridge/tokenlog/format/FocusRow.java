package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One cost row. Money must be in US dollars.
 *
 * @param key what rows of one record share
 * @param billedUsd null where the cell is empty; negative for a credit or a correction
 * @param meter {@code SkuMeter} in small letters, such as "input tokens"; empty where there is none
 * @param tokens consumed; null where the unit is another
 */
record FocusRow(
        String key,
        Instant from,
        @Nullable String provider,
        String sku,
        @Nullable String tenant,
        @Nullable String team,
        @Nullable BigDecimal billedUsd,
        String meter,
        @Nullable Long tokens,
        @Nullable String calls) {
    private static final List<String> KEY = List.of(
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "ServiceProviderName",
            "ProviderName",
            "BillingAccountId",
            "SubAccountId",
            "SkuId",
            "SkuPriceId",
            "x_Team",
            "x_Tenant",
            "x_PricingStatus",
            "x_SpendBasis",
            "x_Calls");

    /** "Tokens", "1K Tokens", "1000000 Tokens", "1 M tokens". */
    private static final Pattern TOKENS =
            Pattern.compile("(1|10|100|1000|10000|100000|1000000)?\\s*([KM])?\\s*tokens?", Pattern.CASE_INSENSITIVE);

    private static final int KILO = 3;
    private static final int MEGA = 6;

    /** @throws InvalidRecordException naming the column */
    static FocusRow of(Map<String, String> cells) {
        String currency = cell(cells, "BillingCurrency");
        if (!"USD".equals(currency)) {
            throw new InvalidRecordException("BillingCurrency", "must be USD", String.valueOf(currency));
        }
        String sku = cell(cells, "SkuId");
        if (sku == null) {
            throw new InvalidRecordException("SkuId", "is required to tell the model", "absent");
        }
        String from = cell(cells, "ChargePeriodStart");
        if (from == null) {
            throw new InvalidRecordException("ChargePeriodStart", "is required", "absent");
        }
        String billed = cell(cells, "BilledCost");
        String meter = cell(cells, "SkuMeter");
        String provider = cell(cells, "ServiceProviderName");
        return new FocusRow(
                key(cells),
                Timestamps.parse("ChargePeriodStart", from, ZoneOffset.UTC),
                provider != null ? provider : cell(cells, "ProviderName"),
                sku,
                cell(cells, "x_Tenant"),
                cell(cells, "x_Team"),
                billed == null ? null : Decimals.parse("BilledCost", billed),
                meter == null ? "" : meter.toLowerCase(Locale.ROOT),
                tokens(cell(cells, "ConsumedUnit"), cell(cells, "ConsumedQuantity")),
                cell(cells, "x_Calls"));
    }

    private static @Nullable Long tokens(@Nullable String unit, @Nullable String quantity) {
        Matcher matcher = TOKENS.matcher(unit == null ? "" : unit);
        if (quantity == null || !matcher.matches()) {
            return null;
        }
        BigDecimal factor = matcher.group(1) == null ? BigDecimal.ONE : new BigDecimal(matcher.group(1));
        String scale = matcher.group(2);
        int zeros = scale == null ? 0 : scale.equalsIgnoreCase("K") ? KILO : MEGA;
        BigDecimal tokens =
                Decimals.parse("ConsumedQuantity", quantity).multiply(factor).scaleByPowerOfTen(zeros);
        return TableNumbers.exact("ConsumedQuantity", tokens);
    }

    private static String key(Map<String, String> cells) {
        StringBuilder key = new StringBuilder();
        for (String column : KEY) {
            key.append(column)
                    .append('=')
                    .append(cells.getOrDefault(column, ""))
                    .append('\n');
        }
        return key.toString();
    }

    private static @Nullable String cell(Map<String, String> cells, String column) {
        String value = cells.get(column);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
