package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whole numbers as tables write them: "417", and "417.0" as spreadsheets and data frames do. */
final class TableNumbers {
    private TableNumbers() {}

    /** @param text null or empty is absent */
    static @Nullable Long whole(String field, @Nullable String text) {
        return text == null || text.isBlank() ? null : exact(field, Decimals.parse(field, text.strip()));
    }

    static Long exact(String field, BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new InvalidRecordException(field, "must be a whole number", number.toPlainString());
        }
    }
}
