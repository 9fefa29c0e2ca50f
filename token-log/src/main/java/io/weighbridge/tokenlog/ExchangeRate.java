package io.weighbridge.tokenlog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What one unit of another currency is worth from a day on, until the next rate of that currency.
 *
 * @param currency ISO 4217 code, as in "EUR"
 * @param day first day of the rate, in UTC
 * @param usd US dollars per unit, above 0 and at most 1,000
 * @param source where the rate was read, for people
 */
public record ExchangeRate(String currency, LocalDate day, BigDecimal usd, String source) {
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1000);
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    public ExchangeRate {
        checkCode(currency);
        if (currency.equals("USD")) {
            throw new InvalidRecordException("currency", "must not be USD", currency);
        }
        if (usd.signum() <= 0 || usd.compareTo(DEAREST) > 0) {
            throw new InvalidRecordException("usd", "must be above 0 and at most 1000", usd.toPlainString());
        }
    }

    static void checkCode(String currency) {
        if (!CODE.matcher(currency).matches()) {
            throw new InvalidRecordException("currency", "must be an ISO 4217 code such as EUR", currency);
        }
    }
}
