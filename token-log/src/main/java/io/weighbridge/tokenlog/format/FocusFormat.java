package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cost rows of FOCUS 1.2 and 1.3 (FinOps Open Cost and Usage Specification) as CSV: charges, not calls. The rows of one
 * charge period, provider, SKU, price, account and team that follow one another are one record ({@link FocusCharge}), which
 * may stand for many calls.
 */
final class FocusFormat implements LogFormat {
    private static final List<String> REQUIRED = List.of("BilledCost", "BillingCurrency", "ChargePeriodStart", "SkuId");

    @Override
    public String name() {
        return "focus";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        String header = sample.firstLine();
        return !sample.isJson() && REQUIRED.stream().allMatch(header::contains)
                ? Optional.of("its header has " + String.join(", ", REQUIRED))
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        CsvTable table = CsvTable.open(input.log(), ',', options.longestRowBytes());
        for (String column : REQUIRED) {
            if (!table.columns().contains(column)) {
                table.close();
                throw new UnreadableLogException(input.log().name(), "has no column " + column);
            }
        }
        return new Charges(input.log().name(), table);
    }

    private static final class Charges extends Readings {
        private final String file;
        private final CsvTable table;
        private final Occurrences occurrences = new Occurrences();
        private @Nullable FocusCharge begun;

        Charges(String file, CsvTable table) {
            this.file = file;
            this.table = table;
        }

        @Override
        @Nullable
        List<Reading> read() throws IOException {
            CsvTable.Row row = table.next();
            if (row == null) {
                return begun == null ? null : List.of(finished());
            }
            List<Reading> readings = new ArrayList<>(2);
            try {
                FocusRow charge = FocusRow.of(row.orThrow());
                FocusCharge open = begun;
                if (open == null || !open.takes(charge)) {
                    if (open != null) {
                        readings.add(finished());
                    }
                    open = new FocusCharge(row.line(), occurrences.identify(charge.key()), charge);
                    begun = open;
                } else {
                    open.add(charge);
                }
            } catch (InvalidRecordException e) {
                readings.add(Reading.Rejected.of(file, row.line(), e));
            }
            return readings;
        }

        private Reading finished() {
            FocusCharge charge = Objects.requireNonNull(begun);
            begun = null;
            try {
                return new Reading.OfCall(charge.line(), charge.call());
            } catch (InvalidRecordException e) {
                return Reading.Rejected.of(file, charge.line(), e);
            }
        }

        @Override
        public void close() throws IOException {
            table.close();
        }
    }
}
