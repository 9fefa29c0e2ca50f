package io.weighbridge.tokenlog.format;

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
        return sample.isJson() && sample.hasKey("request_id") && sample.hasKey("startTime") && sample.hasKey("spend")
                ? Optional.of("its rows have request_id, startTime and spend")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        ZoneId zone = options.zone() == null ? ZoneOffset.UTC : options.zone();
        return JsonLog.open(
                input, options, (rows, object) -> rows.call(identify -> new LiteLlmRow(object, zone).call(identify)));
    }
}
