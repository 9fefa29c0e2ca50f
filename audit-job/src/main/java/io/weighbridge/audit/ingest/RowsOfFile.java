package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Origin;
import io.weighbridge.audit.lake.OutcomeId;
import io.weighbridge.audit.lake.OutcomeTable;
import io.weighbridge.audit.lake.RejectedRow;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.format.Reading;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/** The readings of one file as rows for the lake: calls get their task and their price. */
final class RowsOfFile implements Iterator<Row> {
    private final InputFile file;
    private final Iterator<Reading> readings;
    private final Pricing pricing;
    private final TaskAssignment tasks;

    RowsOfFile(InputFile file, Iterator<Reading> readings, Pricing pricing, TaskAssignment tasks) {
        this.file = file;
        this.readings = readings;
        this.pricing = pricing;
        this.tasks = tasks;
    }

    @Override
    public boolean hasNext() {
        return readings.hasNext();
    }

    @Override
    public Row next() {
        return switch (readings.next()) {
            case Reading.OfCall reading -> call(reading);
            case Reading.OfOutcome reading -> outcome(reading);
            case Reading.Rejected reading -> rejected(reading);
        };
    }

    private Row call(Reading.OfCall reading) {
        CanonicalCall call = tasks.assign(reading.call());
        Row row = CallTable.row(pricing.price(call), origin(reading));
        return ParsedRows.call(file, reading.line(), call.source(), call.callId(), row);
    }

    private Row outcome(Reading.OfOutcome reading) {
        String id = OutcomeId.of(reading.outcome(), reading.rowId());
        return ParsedRows.outcome(file, reading.line(), id, OutcomeTable.row(reading.outcome(), id, origin(reading)));
    }

    private Row rejected(Reading.Rejected reading) {
        RejectedRow row =
                new RejectedRow(origin(reading), reading.file(), reading.field(), reading.rule(), reading.value());
        return ParsedRows.rejected(file, row);
    }

    private Origin origin(Reading reading) {
        return new Origin(file.sha256(), reading.line());
    }
}
