package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Prompts of 16 KiB; steps 1, 2, 3 and 5 are their first 4, 6, 8 and 16 KiB. */
class PromptTokensTest {
    private static final long BYTES = 16 << 10;

    @Test
    void tokensAreSpreadEvenlyOverThePromptAndCountedInStepsOf128() {
        PromptTokens tokens = PromptTokens.of(5_000, 0, 0, 0, BYTES);

        assertEquals(0, tokens.read(0));
        assertEquals(1_152, tokens.read(1), "of 1,250");
        assertEquals(2_432, tokens.read(3), "of 2,500");
        assertEquals(4_992, tokens.read(5));
    }

    @Test
    void fewerThan1024TokensAreNotCached() {
        assertEquals(1_024, PromptTokens.of(4_096, 0, 0, 0, BYTES).read(1));
        assertEquals(0, PromptTokens.of(4_095, 0, 0, 0, BYTES).read(1));
    }

    @Test
    void whatWasCachedAlreadyIsNotSavedAgain() {
        assertEquals(1_048, PromptTokens.of(4_096, 1_000, 0, 0, BYTES).read(3), "2,048 but 1,000");
        assertEquals(0, PromptTokens.of(4_096, 2_048, 0, 0, BYTES).read(3));
        assertEquals(0, PromptTokens.of(4_096, 4_096, 0, 0, BYTES).read(3));
    }

    @Test
    void writtenIsWhatIsNeitherReadNorCachedAlready() {
        PromptTokens tokens = PromptTokens.of(4_096, 0, 0, 0, BYTES);
        assertEquals(2_048, tokens.written(0, 3));
        assertEquals(512, tokens.written(2, 3), "2,048 but 1,536");
        assertEquals(0, tokens.written(3, 3));
        assertEquals(0, tokens.written(3, 0));
        assertEquals(48, PromptTokens.of(4_096, 2_000, 0, 0, BYTES).written(1, 3));
    }

    @Test
    void soundIsNoneOfThePromptsText() {
        PromptTokens tokens = PromptTokens.of(9_096, 3_000, 5_000, 3_000, BYTES);

        assertEquals(new PromptTokens(4_096, 0, 4_096, BYTES), tokens);
        assertEquals(2_048, tokens.read(3));
    }

    @Test
    void withoutALengthNothingIsSaved() {
        PromptTokens tokens = PromptTokens.of(4_096, 0, 0, 0, 0);
        assertEquals(0, tokens.read(3));
        assertEquals(0, tokens.written(0, 3));
    }
}
