package io.weighbridge.trainer.fit;

import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.Weighting;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a fit is told, chosen on training data by {@link SettingsSearch}. A ridge is the strength of a pull; larger is
 * closer to what it pulls to.
 *
 * @param ridge pull of a candidate's own weights of task and structure towards the common difficulty, or towards the
 *     table where there is none; infinite where the candidate has no weights of its own
 * @param textRidge the same for words and what else is hashed from the text
 * @param commonRidge pull of the weights that all candidates share towards the table; infinite where they share none
 * @param leastRows training rows a feature must occur in to get a weight
 * @param trees whether boosted trees are fitted too
 */
public record FitSettings(
        FeatureSchema schema, double ridge, double textRidge, double commonRidge, int leastRows, boolean trees) {
    /** Features of one or two rows never helped on held-out data and triple the size of a model. */
    private static final int LEAST_ROWS = 3;

    private static final int CROSSED_BUCKETS = 1 << 17;

    /** Of unit vectors of a few hundred numbers each; good between 1 and 10 on all data tried. */
    private static final double EMBEDDED_RIDGE = 4;

    /** Where a word counts as 1 in a prompt of any length, it weighs several times as much as where prompts have unit length. */
    private static final double RIDGE_OF_COUNTED_WORDS = 64;

    /** No weights of this kind. */
    static final double NONE = Double.POSITIVE_INFINITY;

    public FitSettings {
        if (!(ridge > 0 && textRidge > 0 && commonRidge > 0)) {
            throw new IllegalArgumentException(
                    "ridge: must be positive, was " + ridge + ", " + textRidge + ", " + commonRidge);
        }
    }

    /** Words and pairs of words, no weights in common. */
    static FitSettings of(double ridge, double textRidge) {
        return new FitSettings(FeatureSchema.defaults(), ridge, textRidge, NONE, LEAST_ROWS, false);
    }

    /**
     * What is good on most data: words that count as much in a long prompt as in a short one, since what is hard often adds up.
     */
    static FitSettings usual() {
        return new FitSettings(
                FeatureSchema.defaults().withWeighting(Weighting.BINARY),
                RIDGE_OF_COUNTED_WORDS,
                RIDGE_OF_COUNTED_WORDS,
                NONE,
                LEAST_ROWS,
                false);
    }

    /** The settings that trust the prompt most. */
    public static FitSettings boldest() {
        return of(4, 1);
    }

    /** The same with prompts of unit length, whose words weigh less in a long one. */
    FitSettings withUnitLength(double newRidge, double newTextRidge) {
        return new FitSettings(
                schema.withWeighting(Weighting.UNIT_LENGTH), newRidge, newTextRidge, commonRidge, leastRows, trees);
    }

    FitSettings withCommon(double newCommonRidge) {
        return new FitSettings(schema, ridge, textRidge, newCommonRidge, leastRows, trees);
    }

    FitSettings withoutOwn() {
        return new FitSettings(schema, NONE, NONE, commonRidge, leastRows, trees);
    }

    FitSettings withTrees() {
        return new FitSettings(schema, ridge, textRidge, commonRidge, leastRows, true);
    }

    /** The same with crosses of word and task: a word may mean difficulty in one task and none in another. */
    FitSettings crossed() {
        return new FitSettings(
                schema.withTaskWords(true).withTextBuckets(CROSSED_BUCKETS),
                ridge,
                textRidge,
                commonRidge,
                leastRows,
                trees);
    }

    boolean hasOwn() {
        return ridge != NONE;
    }

    boolean hasCommon() {
        return commonRidge != NONE;
    }

    /** The ridge of each used feature of a candidate. */
    double[] ownRidges(ActiveFeatures active) {
        return ridges(active, ridge, textRidge);
    }

    /** The ridge of each used feature of the common weights, text as much freer as it is for a candidate. */
    double[] commonRidges(ActiveFeatures active) {
        return ridges(active, commonRidge, hasOwn() ? commonRidge * textRidge / ridge : commonRidge);
    }

    /** What is embedded of the text stands beyond the schema's features. */
    private double[] ridges(ActiveFeatures active, double outside, double ofText) {
        return Arrays.stream(active.original())
                .mapToDouble(
                        j -> j >= schema.dimension() ? EMBEDDED_RIDGE : j < schema.textBuckets() ? ofText : outside)
                .toArray();
    }

    /** For logs, results and model cards. */
    public String description() {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s, features in >= %d rows, %s",
                hasOwn() ? "ridge " + ridge + ", of text " + textRidge : "no weights of one model alone",
                hasCommon() ? "common ridge " + commonRidge : "nothing in common",
                trees ? "boosted trees" : "no trees",
                leastRows,
                schema.description());
    }
}
