package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Any table with a header, read by a {@link CsvMapping}. */
final class CsvFormat implements LogFormat {
    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        boolean table = options.mapping() != null && !sample.isJson();
        return table ? Optional.of("it is not JSON and a mapping is given") : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        CsvMapping mapping = options.mapping();
        if (mapping == null) {
            throw new UnreadableLogException(input.log().name(), "is a table, which needs --mapping FILE");
        }
        CsvTable table = CsvTable.open(input.log(), mapping.delimiter(), options.longestRowBytes());
        try {
            mapping.requireColumns(table.columns());
            return new Rows(input.log().name(), table, mapping);
        } catch (IOException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private static final class Rows extends Readings {
        private final String file;
        private final CsvTable table;
        private final CsvMapping mapping;
        private final Occurrences occurrences = new Occurrences();
        private boolean zoneChecked;
        private @Nullable Reading first;

        /** Reads the first row, so that a mapping that cannot work is known when the file is opened. */
        Rows(String file, CsvTable table, CsvMapping mapping) throws IOException {
            this.file = file;
            this.table = table;
            this.mapping = mapping;
            this.first = readRow();
        }

        @Override
        @Nullable
        List<Reading> read() throws IOException {
            Reading reading = first == null ? readRow() : first;
            first = null;
            return reading == null ? null : List.of(reading);
        }

        private @Nullable Reading readRow() throws IOException {
            CsvTable.Row row = table.next();
            return row == null ? null : read(row);
        }

        private Reading read(CsvTable.Row row) {
            try {
                CallFields fields = new CallFields(mapping, row.orThrow());
                checkZone(fields);
                String given = fields.callId();
                String callId = given == null ? occurrences.identify(row.text()) : given;
                return new Reading.OfCall(row.line(), fields.call(callId));
            } catch (InvalidRecordException e) {
                return Reading.Rejected.of(file, row.line(), e);
            }
        }

        /** A log whose first time has no zone cannot be read at all without one: that is the mapping's fault. */
        private void checkZone(CallFields fields) {
            if (!zoneChecked && mapping.zone() == null && !fields.timeIsAbsolute()) {
                throw new InvalidMappingException(
                        mapping.name(), "time_zone", "is required, because times of this file name no zone", "absent");
            }
            zoneChecked = true;
        }

        @Override
        public void close() throws IOException {
            table.close();
        }
    }
}
