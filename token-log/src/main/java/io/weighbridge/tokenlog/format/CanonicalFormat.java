package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCallJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Canonical calls, one JSON object a line, as the runner writes them. */
final class CanonicalFormat implements LogFormat {
    @Override
    public String name() {
        return "canonical";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        return sample.firstLine().contains("\"" + CanonicalCallJson.FORMAT + "/")
                ? Optional.of("its first line says \"" + CanonicalCallJson.FORMAT + "\"")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        return new LineReadings(
                input.log(),
                options,
                (line, row) -> List.of(new Reading.OfCall(line, CanonicalCallJson.fromJson(row))));
    }
}
