package io.weighbridge.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Which features are read from a request. Two schemas with one fingerprint extract the same vector from every request.
 *
 * <p>The vector has three blocks: text (hashed words), context (hashed task and attributes) and structure (counts and
 * shares at fixed positions).
 *
 * @param textBuckets size of the text block, a power of two from 2^8 to 2^22
 * @param bigrams whether pairs of neighbouring words are features
 * @param byteNgram length of the byte n-grams, 2 to 8, or 0 for none
 * @param taskWords whether each word is also crossed with the task
 * @param foldDigits whether all digits count as one, so that identifiers do not become features of their own
 * @param weighting value of a text feature
 * @param structure whether the structure block and the crosses of task and length are filled
 * @param maxPromptBytes how much of a prompt is read, 64 to 2^20 bytes: of a longer one the first and the last half of this
 * @param attributes names of the request attributes that are features, in this order
 */
public record FeatureSchema(
        int textBuckets,
        boolean bigrams,
        int byteNgram,
        boolean taskWords,
        boolean foldDigits,
        Weighting weighting,
        boolean structure,
        int maxPromptBytes,
        List<String> attributes) {

    /** Version of the definitions in FORMAT.md. */
    public static final int VERSION = 1;

    /** Size of the context block. */
    public static final int CONTEXT_BUCKETS = 4096;

    private static final int MAX_ATTRIBUTES = 32;

    public FeatureSchema {
        if (Integer.bitCount(textBuckets) != 1 || textBuckets < 1 << 8 || textBuckets > 1 << 22) {
            throw new IllegalArgumentException(
                    "text_buckets: must be a power of two from 2^8 to 2^22, was " + textBuckets);
        }
        if (byteNgram != 0 && (byteNgram < 2 || byteNgram > 8)) {
            throw new IllegalArgumentException("byte_ngram: must be 0 or 2 to 8, was " + byteNgram);
        }
        if (maxPromptBytes < 64 || maxPromptBytes > 1 << 20) {
            throw new IllegalArgumentException("max_prompt_bytes: must be 64 to 2^20, was " + maxPromptBytes);
        }
        attributes = List.copyOf(attributes);
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "attributes: must be at most " + MAX_ATTRIBUTES + ", were " + attributes.size());
        }
    }

    /** 2^16 buckets, words and pairs of words at unit length, digits folded, structure; reads 16 KiB of a prompt. */
    public static FeatureSchema defaults() {
        return new FeatureSchema(1 << 16, true, 0, false, true, Weighting.UNIT_LENGTH, true, 16_384, List.of());
    }

    public FeatureSchema withTextBuckets(int newTextBuckets) {
        return new FeatureSchema(
                newTextBuckets,
                bigrams,
                byteNgram,
                taskWords,
                foldDigits,
                weighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withBigrams(boolean newBigrams) {
        return new FeatureSchema(
                textBuckets,
                newBigrams,
                byteNgram,
                taskWords,
                foldDigits,
                weighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withByteNgram(int newByteNgram) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                newByteNgram,
                taskWords,
                foldDigits,
                weighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withTaskWords(boolean newTaskWords) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                newTaskWords,
                foldDigits,
                weighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withFoldDigits(boolean newFoldDigits) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                taskWords,
                newFoldDigits,
                weighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withWeighting(Weighting newWeighting) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                taskWords,
                foldDigits,
                newWeighting,
                structure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withStructure(boolean newStructure) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                taskWords,
                foldDigits,
                weighting,
                newStructure,
                maxPromptBytes,
                attributes);
    }

    public FeatureSchema withMaxPromptBytes(int newMaxPromptBytes) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                taskWords,
                foldDigits,
                weighting,
                structure,
                newMaxPromptBytes,
                attributes);
    }

    public FeatureSchema withAttributes(List<String> newAttributes) {
        return new FeatureSchema(
                textBuckets,
                bigrams,
                byteNgram,
                taskWords,
                foldDigits,
                weighting,
                structure,
                maxPromptBytes,
                newAttributes);
    }

    /** Length of the vectors: indices are from 0 to this, exclusive. */
    public int dimension() {
        return structureOffset() + StructureFeature.POSITIONS;
    }

    /** First index of the context block. */
    int contextOffset() {
        return textBuckets;
    }

    /** First index of the structure block. */
    int structureOffset() {
        return textBuckets + CONTEXT_BUCKETS;
    }

    /** The first 16 hexadecimal digits of the SHA-256 of {@link #description()}. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(description().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How words are read from a prompt: what schemas must share to be extracted from the same {@link PromptFeatures}. */
    public String reading() {
        return "weighbridge-features/" + VERSION + ";fold_digits=" + foldDigits + ";max_prompt_bytes=" + maxPromptBytes;
    }

    /** The schema as one line of text, as FORMAT.md spells it. */
    public String description() {
        return "weighbridge-features/" + VERSION
                + ";text_buckets=" + textBuckets
                + ";bigrams=" + bigrams
                + ";byte_ngram=" + byteNgram
                + ";task_words=" + taskWords
                + ";fold_digits=" + foldDigits
                + ";weighting=" + weighting.name().toLowerCase(Locale.ROOT)
                + ";structure=" + structure
                + ";max_prompt_bytes=" + maxPromptBytes
                + ";attributes=" + String.join(",", attributes);
    }
}
