package io.weighbridge.trainer.fit;

import io.weighbridge.routing.FeatureSchema;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * What a fit is told, chosen on training data by {@link SettingsSearch}.
 *
 * @param ridge strength of the pull towards the per-task table; larger is closer to the table
 * @param leastRows training rows a feature must occur in to get a weight
 */
public record FitSettings(FeatureSchema schema, double ridge, int leastRows) {
    /** Features of one or two rows never helped on held-out data and triple the size of a model. */
    private static final int LEAST_ROWS = 3;

    private static final int CROSSED_BUCKETS = 1 << 17;

    public FitSettings {
        if (!(ridge > 0)) {
            throw new IllegalArgumentException("ridge: must be positive, was " + ridge);
        }
    }

    /** Words and pairs of words, at ridges from 4 to 64. */
    public static List<FitSettings> ridges() {
        return DoubleStream.of(4, 16, 64)
                .mapToObj(ridge -> new FitSettings(FeatureSchema.defaults(), ridge, LEAST_ROWS))
                .toList();
    }

    /** The same with crosses of word and task: a word may mean difficulty in one task and none in another. */
    FitSettings crossed() {
        return new FitSettings(schema.withTaskWords(true).withTextBuckets(CROSSED_BUCKETS), ridge, leastRows);
    }

    /** For logs, results and model cards. */
    public String description() {
        return String.format(
                Locale.ROOT, "ridge %s, features in >= %d rows, %s", ridge, leastRows, schema.description());
    }
}
