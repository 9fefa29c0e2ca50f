package io.weighbridge.audit.export;

import io.weighbridge.audit.export.Table.Column;
import io.weighbridge.audit.spend.SpendAmount;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.spend.SpendLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spend ledger as a table: one row a day, team, application, task and model. */
final class SpendRows {
    private static final List<Column> COLUMNS = List.of(
            Column.text("day"),
            Column.text("team"),
            Column.text("application"),
            Column.text("task"),
            Column.text("model"),
            Column.whole("calls"),
            Column.whole("input_tokens"),
            Column.whole("output_tokens"),
            Column.decimal("billed_usd"),
            Column.decimal("computed_usd"),
            Column.decimal("spend_usd"),
            Column.decimal("spend_low_usd"),
            Column.decimal("spend_high_usd"),
            Column.whole("unpriced_calls"),
            Column.whole("usage_missing_calls"),
            Column.whole("estimated_calls"));

    private SpendRows() {}

    static Table of(SpendLedger ledger) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (SpendLine line : ledger.lines()) {
            SpendAmount amount = line.amount();
            rows.add(new @Nullable Object[] {
                line.day().toString(),
                line.team(),
                line.application(),
                line.task(),
                line.model(),
                amount.calls(),
                amount.inputTokens(),
                amount.outputTokens(),
                amount.billedUsd(),
                amount.computedUsd(),
                amount.spendUsd(),
                amount.spendLowUsd(),
                amount.spendHighUsd(),
                amount.unpricedCalls(),
                amount.usageMissingCalls(),
                amount.estimatedCalls()
            });
        }
        return new Table(COLUMNS, rows);
    }
}
