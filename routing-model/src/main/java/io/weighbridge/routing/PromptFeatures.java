package io.weighbridge.routing;

import java.util.Arrays;

/**
 * What models see of a prompt, for where the prompt itself is not kept: the hashes of its words and of pairs of neighbouring
 * words, and the measures of its shape. A request with these gets the very features, to the last bit, that it would get with
 * its prompt. Immutable.
 *
 * <p>They keep no secret: the order of the words is lost, but whoever has a list of words can hash it and see which are
 * there (FORMAT.md, "Prompt features").
 */
public final class PromptFeatures {
    private final String reading;
    private final int[] wordHashes;
    private final int[] pairHashes;
    private final double[] measures;

    /** Takes ownership of arrays that are known to be valid. */
    PromptFeatures(String reading, int[] wordHashes, int[] pairHashes, double[] measures) {
        this.reading = reading;
        this.wordHashes = wordHashes;
        this.pairHashes = pairHashes;
        this.measures = measures;
    }

    /**
     * Checks and copies the arrays.
     *
     * @param reading how the prompt was read ({@link FeatureSchema#reading()})
     * @param wordHashes strictly ascending
     * @param pairHashes strictly ascending
     * @param measures one per structure feature, finite, in the order of FORMAT.md
     * @throws IllegalArgumentException naming what breaks these rules
     */
    public static PromptFeatures of(String reading, int[] wordHashes, int[] pairHashes, double[] measures) {
        requireAscending("word_hashes", wordHashes);
        requireAscending("pair_hashes", pairHashes);
        if (measures.length != StructureFeature.ALL.size()) {
            throw new IllegalArgumentException(
                    "prompt_measures: must be " + StructureFeature.ALL.size() + ", were " + measures.length);
        }
        for (double measure : measures) {
            if (!(measure >= 0 && Double.isFinite(measure))) {
                throw new IllegalArgumentException("prompt_measures: must be finite and not negative, was " + measure);
            }
        }
        return new PromptFeatures(reading, wordHashes.clone(), pairHashes.clone(), measures.clone());
    }

    private static void requireAscending(String field, int[] hashes) {
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] <= hashes[i - 1]) {
                throw new IllegalArgumentException(field + "[" + i + "]: must ascend strictly, was " + hashes[i]);
            }
        }
    }

    /** How the prompt was read ({@link FeatureSchema#reading()}). */
    public String reading() {
        return reading;
    }

    /** A copy of the hashes of the words, ascending. */
    public int[] wordHashes() {
        return wordHashes.clone();
    }

    /** A copy of the hashes of pairs of neighbouring words, ascending. */
    public int[] pairHashes() {
        return pairHashes.clone();
    }

    /** A copy of the measures, in the order of FORMAT.md. */
    public double[] measures() {
        return measures.clone();
    }

    /** Length of the whole prompt in UTF-8. */
    public long promptBytes() {
        return (long) measure(StructureFeature.BYTES);
    }

    double measure(StructureFeature feature) {
        return measures[feature.ordinal()];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PromptFeatures that
                && reading.equals(that.reading)
                && Arrays.equals(wordHashes, that.wordHashes)
                && Arrays.equals(pairHashes, that.pairHashes)
                && Arrays.equals(measures, that.measures);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(wordHashes) + Arrays.hashCode(measures);
    }

    @Override
    public String toString() {
        return "PromptFeatures[" + wordHashes.length + " words]";
    }
}
