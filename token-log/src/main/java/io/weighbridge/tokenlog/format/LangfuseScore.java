package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;
import java.math.BigDecimal;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A score of Langfuse as an outcome; its label source names system, kind and score: "langfuse/EVAL/correctness". */
final class LangfuseScore {
    private LangfuseScore() {}

    /**
     * What a score is about.
     *
     * @param unit the call, or the trace as a whole
     * @param task what the unit is for
     * @param model who answered
     */
    record Subject(String unit, String task, String model) {}

    /** @param subject null where the export does not hold what was scored */
    static void read(Rows rows, JsonFields score, @Nullable Subject subject, ZoneId zone) {
        String id = score.text("id");
        rows.outcome("langfuse-score-" + id, () -> {
            if (id == null) {
                throw new InvalidRecordException("id", "is required", "absent");
            }
            if (subject == null) {
                throw new InvalidRecordException(
                        "observationId", "must name a call of the same trace export", "no such call in this row");
            }
            return new Outcome(
                    subject.unit(),
                    subject.task(),
                    subject.model(),
                    value(score),
                    "langfuse/" + score.requiredText("source") + "/" + score.requiredText("name"),
                    score.text("traceId", "trace_id"),
                    score.time(zone, "timestamp", "createdAt", "created_at"),
                    null,
                    null,
                    null,
                    null);
        });
    }

    private static double value(JsonFields score) {
        BigDecimal value = score.decimal("value");
        if (value == null) {
            throw new InvalidRecordException("value", "must be a number; categories have no order", "absent");
        }
        return value.doubleValue();
    }
}
