package io.weighbridge.tokenlog;

import java.time.Instant;
import java.util.Locale;
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
 * @param judge the model that scored; null where no model did
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
        @Nullable Usage usage,
        @Nullable Judge judge) {

    /** An outcome that no model scored. */
    public Outcome(
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
        this(unitId, task, model, score, labelSource, clusterId, occurredAt, prompt, draw, cost, usage, null);
    }

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
                unitId, task, model, score, labelSource, clusterId, occurredAt, newPrompt, draw, cost, usage, judge);
    }

    /**
     * A model that scored an answer.
     *
     * @param model its name
     * @param order where the answer stood in what it was shown
     * @param promptVersion of its instructions; null where unknown
     */
    public record Judge(String model, Order order, @Nullable String promptVersion) {
        public Judge {
            requireText("judge.model", model);
        }

        /** Judges favour places: an answer compared with another one counts once it was judged in both. */
        public enum Order {
            /** Shown without another answer. */
            ALONE,
            FIRST,
            SECOND;

            /** As files spell it. */
            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }

            /** @throws InvalidRecordException if it is none */
            public static Order of(String label) {
                for (Order order : values()) {
                    if (order.label().equals(label)) {
                        return order;
                    }
                }
                throw new InvalidRecordException("judge.order", "must be \"alone\", \"first\" or \"second\"", label);
            }
        }
    }

    /**
     * One draw with replacement from a finite frame of calls (Hansen and Hurwitz 1943).
     *
     * @param replayId the design, as in "replay-2026-10"
     * @param frame the set of calls the draw was made from, usually the task
     * @param frameSize N, the number of calls in the frame
     * @param index position of this draw in its frame, from 0; a call drawn twice has two draws
     * @param probability q in (0, 1], the probability of this call at this draw; q sums to 1 over the frame
     * @param plan what the replay plan knew before the answer; null where draws were made without
     */
    public record Draw(
            String replayId,
            String frame,
            long frameSize,
            long index,
            double probability,
            @Nullable Plan plan) {
        /** A draw without predictions. */
        public Draw(String replayId, String frame, long frameSize, long index, double probability) {
            this(replayId, frame, frameSize, index, probability, null);
        }

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

    /**
     * What was fixed before the answer of a draw was seen: with it an estimate may subtract what was predicted and add the
     * frame's mean of that, which biases nothing.
     *
     * @param smallestProbability least q of any call of the frame, in (0, 1]
     * @param prediction predicted quality of this model minus the incumbent's on this call, in [−1, 1]
     * @param meanPrediction mean of the predictions over the frame
     * @param greatestResidual the most that difference and prediction can lie apart, in [1, 2]: 1 where the incumbent's quality
     *     was known to whoever predicted
     */
    public record Plan(double smallestProbability, double prediction, double meanPrediction, double greatestResidual) {
        /** A plan that knew the incumbent's quality. */
        public Plan(double smallestProbability, double prediction, double meanPrediction) {
            this(smallestProbability, prediction, meanPrediction, 1);
        }

        public Plan {
            if (!(greatestResidual >= 1 && greatestResidual <= 2)) {
                throw new InvalidRecordException(
                        "greatest_residual", "must be in [1, 2]", Double.toString(greatestResidual));
            }
            if (!(smallestProbability > 0 && smallestProbability <= 1)) {
                throw new InvalidRecordException(
                        "smallest_probability", "must be in (0, 1]", Double.toString(smallestProbability));
            }
            requireDifference("prediction", prediction);
            requireDifference("mean_prediction", meanPrediction);
        }

        private static void requireDifference(String field, double value) {
            if (!(value >= -1 && value <= 1)) {
                throw new InvalidRecordException(field, "must be in [-1, 1]", Double.toString(value));
            }
        }
    }

    private static void requireText(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidRecordException(field, "must not be blank", "\"\"");
        }
    }
}
