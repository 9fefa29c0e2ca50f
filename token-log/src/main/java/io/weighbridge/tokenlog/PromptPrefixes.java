package io.weighbridge.tokenlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The beginnings of a prompt, by whose hashes calls are found that share one: its first 4, 6, 8, 12, 16, … 256 KiB of UTF-8, two steps to
 * a doubling. What two prompts share is so known from below, to two thirds at worst. The first step is about the 1,024 tokens from
 * which providers cache prompts.
 *
 * @param promptBytes length of the whole prompt in UTF-8
 * @param hashes of the beginnings that the prompt is long enough for, by step from 1; none where no hash may be kept
 */
public record PromptPrefixes(long promptBytes, List<Long> hashes) {
    /** The last step. */
    public static final int STEPS = 13;

    private static final long ODD_STEP = 4 << 10;
    private static final long EVEN_STEP = 6 << 10;

    public PromptPrefixes {
        hashes = List.copyOf(hashes);
        if (hashes.size() > STEPS) {
            throw new InvalidRecordException(
                    "prefix_hashes", "must be at most " + STEPS, Integer.toString(hashes.size()));
        }
    }

    /** Length of the beginning at a step, from 1 to {@link #STEPS}. */
    public static long bytes(int step) {
        return (step % 2 == 1 ? ODD_STEP : EVEN_STEP) << (step - 1) / 2;
    }

    /** With the first 64 bits of the SHA-256 of each beginning. */
    public static PromptPrefixes of(String prompt) {
        byte[] bytes = prompt.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < bytes(1)) {
            return new PromptPrefixes(bytes.length, List.of());
        }
        List<Long> hashes = new ArrayList<>();
        MessageDigest digest = Sha256.digest();
        int done = 0;
        for (int step = 1; step <= STEPS && bytes.length >= bytes(step); step++) {
            int end = (int) bytes(step);
            digest.update(bytes, done, end - done);
            hashes.add(bitsSoFar(digest));
            done = end;
        }
        return new PromptPrefixes(bytes.length, hashes);
    }

    /** Of a prompt of which no hash may be kept. */
    public static PromptPrefixes ofLength(String prompt) {
        return new PromptPrefixes(prompt.getBytes(StandardCharsets.UTF_8).length, List.of());
    }

    /** The same beginnings under other hashes. */
    public PromptPrefixes hashed(LongUnaryOperator hash) {
        return new PromptPrefixes(
                promptBytes, hashes.stream().map(open -> hash.applyAsLong(open)).toList());
    }

    private static long bitsSoFar(MessageDigest digest) {
        try {
            return ByteBuffer.wrap(((MessageDigest) digest.clone()).digest()).getLong();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied", e);
        }
    }
}
