package io.weighbridge.trainer.train;

import io.weighbridge.routing.PromptFeatures;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code training-set.parquet}: one unit answered by one model. Columns are the components in snake_case.
 *
 * @param promptReading how the prompt was read for the three lists, which stand in its place where it was not kept
 * @param incumbent model that serves the unit's task today
 * @param score quality in [0, 1]
 * @param weight calls of the population that the unit stands for, equal on all rows of a unit
 * @param draws how often the replay drew the unit
 */
public record TrainingRow(
        String unitId,
        String clusterId,
        String task,
        @Nullable String team,
        @Nullable String application,
        @Nullable String tenant,
        @Nullable String prompt,
        @Nullable String promptReading,
        @Nullable List<Double> promptMeasures,
        @Nullable List<Integer> wordHashes,
        @Nullable List<Integer> pairHashes,
        @Nullable Long inputTokens,
        @Nullable Instant occurredAt,
        String incumbent,
        String model,
        double score,
        double weight,
        int draws,
        @Nullable Long outputTokens,
        @Nullable Long costPicodollars,
        String labelSource) {

    /**
     * What was kept of the prompt in its place; null where nothing was.
     *
     * @throws IllegalArgumentException if the lists are no features
     */
    @Nullable
    PromptFeatures features() {
        if (promptReading == null || promptMeasures == null || wordHashes == null || pairHashes == null) {
            return null;
        }
        return PromptFeatures.of(
                promptReading,
                wordHashes.stream().mapToInt(Integer::intValue).toArray(),
                pairHashes.stream().mapToInt(Integer::intValue).toArray(),
                promptMeasures.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
