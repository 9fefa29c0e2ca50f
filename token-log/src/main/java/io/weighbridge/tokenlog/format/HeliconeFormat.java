package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Helicone's request export: JSON, JSON lines or CSV, a request a row. Times without a zone are UTC. */
final class HeliconeFormat implements LogFormat {
    @Override
    public String name() {
        return "helicone";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        boolean json = sample.isJson() && sample.hasKey("request_id") && sample.hasKey("request_created_at");
        boolean table = !sample.isJson()
                && sample.firstLine().contains("request_id")
                && sample.firstLine().contains("request_created_at");
        return json || table ? Optional.of("its rows have request_id and request_created_at") : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        ZoneId zone = options.zone() == null ? ZoneOffset.UTC : options.zone();
        JsonLog.ObjectReader reader = (rows, object) -> new HeliconeRow(new JsonFields(object), zone).read(rows);
        return Sample.of(input.log()).isJson()
                ? JsonLog.open(input, options, reader)
                : new JsonTableReadings(input.log(), options, reader);
    }
}
