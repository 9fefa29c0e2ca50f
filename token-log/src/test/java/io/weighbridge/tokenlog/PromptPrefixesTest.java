package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptPrefixesTest {
    @Test
    void thereAreTwoStepsToADoublingFrom4To256KibiBytes() {
        assertEquals(
                List.of(4L, 6L, 8L, 12L, 16L, 24L, 32L, 48L, 64L, 96L, 128L, 192L, 256L),
                IntStream.rangeClosed(1, PromptPrefixes.STEPS)
                        .mapToObj(step -> PromptPrefixes.bytes(step) / 1024)
                        .toList());
    }

    @Test
    void aHashIsOfTheFirstBytes() {
        // head -c 4096 /dev/zero | tr '\0' a | sha256sum; likewise 6144
        assertEquals(
                List.of(0xc93eee2d0db02f10L, 0x454e6f949086f93dL),
                PromptPrefixes.of("a".repeat(6_144)).hashes());
        assertEquals(1, PromptPrefixes.of("a".repeat(6_143)).hashes().size());
        assertEquals(List.of(), PromptPrefixes.of("a".repeat(4_095)).hashes());
    }

    @Test
    void promptsShareHashesAsFarAsTheyShareText() {
        String shared = "ü".repeat(5_000); // 10,000 bytes: three steps, of 12 KiB no longer

        List<Long> one = PromptPrefixes.of(shared + "x".repeat(90_000)).hashes();
        List<Long> other = PromptPrefixes.of(shared + "y".repeat(90_000)).hashes();

        assertEquals(10, one.size());
        assertEquals(one.subList(0, 3), other.subList(0, 3));
        for (int step = 4; step <= 10; step++) {
            assertNotEquals(one.get(step - 1), other.get(step - 1));
        }
    }

    @Test
    void theLengthIsInBytesAndNothingIsHashedBeyondTheLastStep() {
        PromptPrefixes longest = PromptPrefixes.of("é".repeat(1_000_000));

        assertEquals(2_000_000, longest.promptBytes());
        assertEquals(PromptPrefixes.STEPS, longest.hashes().size());
        assertEquals(new PromptPrefixes(4, List.of()), PromptPrefixes.ofLength("🚚"));
        assertEquals(
                "prefix_hashes: must be at most 13, was 14",
                assertThrows(InvalidRecordException.class, () -> new PromptPrefixes(1, Collections.nCopies(14, 0L)))
                        .getMessage());
    }
}
