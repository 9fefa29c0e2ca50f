package io.weighbridge.audit;

import org.jspecify.annotations.Nullable;

/** Lines of a small log: calls, and answers of a replay of a frame of 2,000. */
final class LogLines {
    private LogLines() {}

    static String call(String id, String at, String attribution, String model, @Nullable String billedUsd) {
        return ("{\"format\":\"weighbridge-call/1\",\"source\":\"test\",\"call_id\":\"%s\",\"occurred_at\":\"%s\",%s,"
                        + "\"requested_model\":\"%s\",\"input_tokens\":1000,\"cache_read_tokens\":0,"
                        + "\"cache_write_5m_tokens\":0,\"cache_write_1h_tokens\":0,\"output_tokens\":200,"
                        + "\"reasoning_tokens\":0,\"status\":\"ok\",\"attempt\":1%s}")
                .formatted(
                        id,
                        at,
                        attribution,
                        model,
                        billedUsd == null ? "" : ",\"billed_cost_usd\":\"" + billedUsd + "\"");
    }

    static String outcome(int draw, String model, int score, String costUsd) {
        return ("{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"r%d\",\"task\":\"triage\",\"model\":\"%s\","
                        + "\"score\":%d,\"label_source\":\"grader\",\"occurred_at\":\"2026-11-0%dT00:00:00Z\","
                        + "\"prompt\":\"prompt %d\",\"cost_usd\":\"%s\",\"replay\":{\"id\":\"night\",\"frame\":\"triage\","
                        + "\"frame_size\":2000,\"draw_index\":%d,\"draw_probability\":0.0005}}")
                .formatted(draw, model, score, 1 + draw % 2, draw, costUsd, draw);
    }
}
