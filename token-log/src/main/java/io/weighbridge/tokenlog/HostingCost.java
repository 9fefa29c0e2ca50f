package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * What it costs to host a model oneself. Every token, in or out, cached or not, takes its share of the throughput, so all
 * have one price.
 *
 * @param usdPerReplicaHour rent or depreciation of one replica's machine and its power, USD per hour
 * @param tokensPerSecond tokens in and out together that one replica sustains at full load
 * @param utilisation the part of the time in which it does, above 0 and at most 1
 * @param replicas how many replicas run all the time, from 1 to 100,000
 * @param fixedUsdPerMonth what does not depend on the replicas (operation, licences), USD per month of 730 hours
 */
public record HostingCost(
        BigDecimal usdPerReplicaHour,
        BigDecimal tokensPerSecond,
        BigDecimal utilisation,
        int replicas,
        BigDecimal fixedUsdPerMonth) {

    private static final BigDecimal HOURS_PER_MONTH = BigDecimal.valueOf(730);
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    private static final int MILLION_DIGITS = 6;
    private static final int SCALE = 12;

    public HostingCost {
        check("usd_per_replica_hour", usdPerReplicaHour, "0", "100000");
        check("tokens_per_second", tokensPerSecond, "0.001", "100000000");
        check("utilisation", utilisation, "0.000001", "1");
        check("replicas", BigDecimal.valueOf(replicas), "1", "100000");
        check("fixed_usd_per_month", fixedUsdPerMonth, "0", "1000000000");
    }

    /** USD per million tokens, rounded half-even to 1e-12. */
    public BigDecimal usdPerMillionTokens() {
        // One division at the end keeps everything before it exact.
        return usdPerMonth().scaleByPowerOfTen(MILLION_DIGITS).divide(tokensPerMonth(), SCALE, RoundingMode.HALF_EVEN);
    }

    /**
     * How many replicas carry a load: each is planned to be at full load for the part {@code utilisation} of any time. Never fewer than
     * {@code replicas}, which run anyway.
     *
     * @param load tokens per second in and out together, the highest there is; not negative
     */
    public long replicasFor(BigDecimal load) {
        return load.divide(tokensPerSecond.multiply(utilisation), 0, RoundingMode.CEILING)
                .max(BigDecimal.valueOf(replicas))
                // More than a long holds are more than anybody can pay.
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }

    /**
     * What replicas cost, idle or not, with the share of the fixed cost.
     *
     * @return in USD, rounded up to 1e-12
     */
    public BigDecimal usd(long runningReplicas, long hours) {
        BigDecimal time = BigDecimal.valueOf(hours);
        BigDecimal running =
                usdPerReplicaHour.multiply(BigDecimal.valueOf(runningReplicas)).multiply(time);
        BigDecimal fixed = fixedUsdPerMonth.multiply(time).divide(HOURS_PER_MONTH, SCALE, RoundingMode.CEILING);
        return running.add(fixed).setScale(SCALE, RoundingMode.CEILING);
    }

    /** How the price comes about, as a sentence of figures. */
    public String derivation() {
        return String.format(
                Locale.ROOT,
                "(%s USD/h x %d x 730 h + %s USD) per month / (%s tokens/s x 3600 s x 730 h x %s x %d)"
                        + " = %s USD / %s tokens = %s USD per million tokens",
                usdPerReplicaHour.toPlainString(),
                replicas,
                fixedUsdPerMonth.toPlainString(),
                tokensPerSecond.toPlainString(),
                utilisation.toPlainString(),
                replicas,
                plain(usdPerMonth()),
                plain(tokensPerMonth()),
                plain(usdPerMillionTokens()));
    }

    /** The price of every kind of token. */
    TokenPrices prices() {
        Rate rate = Rate.of("hosting", usdPerMillionTokens());
        return new TokenPrices(rate, rate, rate, rate, rate, null);
    }

    private BigDecimal usdPerMonth() {
        return usdPerReplicaHour
                .multiply(BigDecimal.valueOf(replicas))
                .multiply(HOURS_PER_MONTH)
                .add(fixedUsdPerMonth);
    }

    private BigDecimal tokensPerMonth() {
        return tokensPerSecond
                .multiply(SECONDS_PER_HOUR)
                .multiply(HOURS_PER_MONTH)
                .multiply(utilisation)
                .multiply(BigDecimal.valueOf(replicas));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static void check(String field, BigDecimal value, String least, String most) {
        if (value.compareTo(new BigDecimal(least)) < 0 || value.compareTo(new BigDecimal(most)) > 0) {
            throw new InvalidRecordException(field, "must be from " + least + " to " + most, value.toPlainString());
        }
    }
}
