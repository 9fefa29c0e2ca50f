package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** LiteLLM spend logs: a JSON array, JSON lines, or single objects over several lines. Times without a zone are UTC. */
final class LiteLlmFormat implements LogFormat {
    @Override
    public String name() {
        return "litellm";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        boolean json = sample.startsWith('{') || sample.startsWith('[');
        return json && sample.hasKey("request_id") && sample.hasKey("startTime") && sample.hasKey("spend")
                ? Optional.of("its rows have request_id, startTime and spend")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        ZoneId zone = options.zone() == null ? ZoneOffset.UTC : options.zone();
        Occurrences occurrences = new Occurrences();
        String file = input.log().name();
        if (isLines(Sample.of(input.log()))) {
            return new LineReadings(input.log(), options, (line, row) -> {
                LiteLlmRow fields = new LiteLlmRow(StrictJson.object(row, "row"), zone);
                return reading(line, fields, occurrences, options);
            });
        }
        return new JsonValueReadings(
                file,
                input.log().open(),
                (line, object) -> reading(line, new LiteLlmRow(object, zone), occurrences, options));
    }

    private static Reading reading(long line, LiteLlmRow row, Occurrences occurrences, ReadOptions options) {
        CanonicalCall call = row.call(occurrences::identify);
        return new Reading.OfCall(line, TextPolicy.apply(call, options.keepText()));
    }

    /** An object that ends in its first line, or is followed by another one, is one of many lines. */
    private static boolean isLines(Sample sample) {
        if (!sample.startsWith('{')) {
            return !sample.startsWith('[');
        }
        String first = sample.firstLine().strip();
        boolean secondOpens = sample.lines().stream()
                .skip(1)
                .findFirst()
                .map(line -> line.startsWith("{"))
                .orElse(false);
        return first.endsWith("}") || secondOpens || first.length() >= Sample.BYTES / 2;
    }
}
