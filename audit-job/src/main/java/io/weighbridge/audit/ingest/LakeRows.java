package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Origin;
import io.weighbridge.audit.lake.OutcomeId;
import io.weighbridge.audit.lake.OutcomeTable;
import io.weighbridge.audit.lake.RejectedRow;
import io.weighbridge.tokenlog.format.Reading;
import org.apache.spark.sql.Row;

/** Makes readings rows of the lake: calls get their task and their price. */
final class LakeRows {
    private final Pricing pricing;
    private final TaskAssignment tasks;

    LakeRows(Pricing pricing, TaskAssignment tasks) {
        this.pricing = pricing;
        this.tasks = tasks;
    }

    Row row(InputFile file, Reading reading) {
        Origin origin = new Origin(file.sha256(), reading.line());
        return switch (reading) {
            case Reading.OfCall call -> CallTable.row(pricing.price(tasks.assign(call.call())), origin);
            case Reading.OfOutcome outcome ->
                OutcomeTable.row(outcome.outcome(), OutcomeId.of(outcome.outcome(), outcome.rowId()), origin);
            case Reading.Rejected rejected ->
                new RejectedRow(origin, rejected.file(), rejected.field(), rejected.rule(), rejected.value()).row();
        };
    }
}
