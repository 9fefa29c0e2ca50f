package io.weighbridge.tokenlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The quality of one model's answer to one unit of work (FORMAT.md, "Outcome").
 *
 * @param unitId the call or prompt that was answered
 * @param clusterId units that must be kept together (session, near-duplicate prompts); null is the unit itself
 * @param prompt text of the unit where known, for units that are not calls of the lake
 * @param score quality in [0, 1]
 * @param labelSource who says so, as in "grader:json-schema", "benchmark", "judge:…"
 * @param draw the designed replay draw that bought this outcome; null where outcomes were not sampled
 * @param cost what this answer cost; null where unknown
 * @param usage tokens of this answer; null where unknown
 */
public record Outcome(
        String unitId,
        String task,
        String model,
        double score,
        String labelSource,
        @Nullable String clusterId,
        @Nullable Instant occurredAt,
        @Nullable String prompt,
        @Nullable Draw draw,
        @Nullable Usd cost,
        @Nullable Usage usage) {

    public Outcome {
        requireText("unit_id", unitId);
        requireText("task", task);
        requireText("model", model);
        requireText("label_source", labelSource);
        if (!(score >= 0 && score <= 1)) {
            throw new InvalidRecordException("score", "must be in [0, 1]", Double.toString(score));
        }
        if (cost != null && cost.picodollars() < 0) {
            throw new InvalidRecordException("cost_usd", "must not be negative", cost.toString());
        }
    }

    /** The same outcome without the text of its unit. */
    public Outcome withoutPrompt() {
        return withPrompt(null);
    }

    public Outcome withPrompt(@Nullable String newPrompt) {
        return new Outcome(
                unitId, task, model, score, labelSource, clusterId, occurredAt, newPrompt, draw, cost, usage);
    }

    /**
     * One draw with replacement from a finite frame of calls (Hansen and Hurwitz 1943).
     *
     * @param replayId the design, as in "replay-2026-10"
     * @param frame the set of calls the draw was made from, usually the task
     * @param frameSize N, the number of calls in the frame
     * @param index position of this draw in its frame, from 0; a call drawn twice has two draws
     * @param probability q in (0, 1], the probability of this call at this draw; q sums to 1 over the frame
     */
    public record Draw(String replayId, String frame, long frameSize, long index, double probability) {
        public Draw {
            requireText("replay_id", replayId);
            requireText("frame", frame);
            if (frameSize < 1) {
                throw new InvalidRecordException("frame_size", "must be at least 1", Long.toString(frameSize));
            }
            if (index < 0) {
                throw new InvalidRecordException("draw_index", "must not be negative", Long.toString(index));
            }
            if (!(probability > 0 && probability <= 1)) {
                throw new InvalidRecordException("draw_probability", "must be in (0, 1]", Double.toString(probability));
            }
        }
    }

    private static void requireText(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidRecordException(field, "must not be blank", "\"\"");
        }
    }
}
