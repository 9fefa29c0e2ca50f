package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Collects the rows that one JSON object of a log holds: calls and outcomes. One that breaks a rule is rejected without
 * those beside it.
 */
final class Rows {
    private final String file;
    private final long line;
    private final Occurrences occurrences;
    private final List<Reading> found = new ArrayList<>(1);

    Rows(String file, long line, Occurrences occurrences) {
        this.file = file;
        this.line = line;
        this.occurrences = occurrences;
    }

    /** @param call given what makes an id of a row's text, for rows without one */
    void call(Function<UnaryOperator<String>, CanonicalCall> call) {
        orRejected(() -> new Reading.OfCall(line, call.apply(occurrences::identify)));
    }

    /** @param rowId unique among the outcomes of this source */
    void outcome(String rowId, Supplier<Outcome> outcome) {
        orRejected(() -> new Reading.OfOutcome(line, rowId, outcome.get()));
    }

    void reject(InvalidRecordException error) {
        found.add(Reading.Rejected.of(file, line, error));
    }

    List<Reading> found() {
        return found;
    }

    private void orRejected(Supplier<Reading> reading) {
        try {
            found.add(reading.get());
        } catch (InvalidRecordException e) {
            reject(e);
        }
    }
}
