package io.weighbridge.trainer.train;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code training-set.parquet}: one unit answered by one model. Columns are the components in snake_case.
 *
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
        @Nullable Long inputTokens,
        @Nullable Instant occurredAt,
        String incumbent,
        String model,
        double score,
        double weight,
        int draws,
        @Nullable Long outputTokens,
        @Nullable Long costPicodollars,
        String labelSource) {}
