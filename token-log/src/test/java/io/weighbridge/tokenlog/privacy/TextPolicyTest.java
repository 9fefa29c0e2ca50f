package io.weighbridge.tokenlog.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.PromptPrefixes;
import io.weighbridge.tokenlog.PromptSketch;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextPolicyTest {
    private static final HashKey KEY = HashKey.of("0123456789abcdef");

    @Test
    void keptTextsHavePlainHashes() {
        CanonicalCall call = TextPolicy.keep(List.of()).apply(call("hello", null));
        assertEquals("hello", call.request().prompt());
        assertEquals(
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                call.request().promptHash());
        assertEquals(16, String.valueOf(call.request().templateId()).length());
    }

    @Test
    void withoutTextHashesNeedTheKey() {
        CanonicalCall call = TextPolicy.none(KEY, List.of()).apply(call("hello", null));
        assertNull(call.request().prompt());
        assertNull(call.response().text());
        // echo -n hello | sha256sum, then: printf %s THAT | openssl dgst -sha256 -hmac 0123456789abcdef
        assertEquals(
                "d608c812a72d747f3bebebff68404b28b9e5ef833acc172861f4beca88658a58",
                call.request().promptHash());
        CanonicalCall again = TextPolicy.none(KEY, List.of()).apply(call("hello", null));
        assertEquals(call, again, "equal texts have equal hashes under one key");
        HashKey other = HashKey.of("fedcba9876543210");
        assertNotEquals(
                call.request().promptHash(),
                TextPolicy.none(other, List.of())
                        .apply(call("hello", null))
                        .request()
                        .promptHash());
    }

    @Test
    void hashesOfBeginningsAreTreatedLikeThePromptsOwn() {
        String prompt = "a".repeat(4_096);
        // head -c 4096 /dev/zero | tr '\0' a | sha256sum
        assertEquals(
                new PromptPrefixes(4_096, List.of(0xc93eee2d0db02f10L)),
                TextPolicy.keep(List.of()).prefixes(prompt));
        // printf '\xc9\x3e\xee\x2d\x0d\xb0\x2f\x10' | openssl dgst -sha256 -hmac 0123456789abcdef
        PromptPrefixes keyed = new PromptPrefixes(4_096, List.of(0xa3a86a72214da6daL));
        assertEquals(keyed, TextPolicy.none(KEY, List.of()).prefixes(prompt));
        assertEquals(keyed, TextPolicy.features(KEY, List.of()).prefixes(prompt));
        assertEquals(
                new PromptPrefixes(4_096, List.of()),
                TextPolicy.none(null, List.of()).prefixes(prompt));
    }

    @Test
    void withoutTextAndKeyNothingIsLeft() {
        CanonicalCall call = TextPolicy.none(null, List.of()).apply(call("hello", "given-by-the-log"));
        assertNull(call.request().prompt());
        assertNull(call.request().promptHash());
        assertNull(call.request().templateId());
        assertNull(call.response().textHash());
    }

    @Test
    void withoutTextSketchesNeedTheKey() {
        String asked = "My line is dead.";
        String again = "My line is dead. Any news?";
        assertTrue(TextPolicy.none(null, List.of()).promptSketch(asked).isEmpty());
        assertTrue(TextPolicy.features(null, List.of()).promptSketch(asked).isEmpty());
        assertTrue(TextPolicy.keep(List.of()).promptSketch(null).isEmpty());
        for (TextPolicy policy : List.of(
                TextPolicy.keep(List.of()), TextPolicy.none(KEY, List.of()), TextPolicy.features(KEY, List.of()))) {
            assertEquals(
                    PromptSketch.whole(policy.promptSketch(asked).orElseThrow()),
                    PromptSketch.beginning(policy.promptSketch(again).orElseThrow()));
        }
        assertNotEquals(
                TextPolicy.keep(List.of()).promptSketch(asked),
                TextPolicy.none(KEY, List.of()).promptSketch(asked));
        assertNotEquals(
                TextPolicy.none(HashKey.of("fedcba9876543210"), List.of()).promptSketch(asked),
                TextPolicy.none(KEY, List.of()).promptSketch(asked));
    }

    @Test
    void whatIsRedactedIsNotInASketch() {
        TextPolicy policy = TextPolicy.keep(List.of(Redaction.EMAILS));
        assertEquals(policy.promptSketch("Write to ann@example.com"), policy.promptSketch("Write to bob@example.org"));
    }

    @Test
    void whereFeaturesAreKeptCallsAndOutcomesHoldNoMoreThanWithoutText() {
        CanonicalCall call = call("hello", null);
        assertEquals(
                TextPolicy.none(KEY, List.of()).apply(call),
                TextPolicy.features(KEY, List.of()).apply(call));
        assertEquals(
                TextPolicy.none(null, List.of()).apply(call),
                TextPolicy.features(null, List.of()).apply(call));
    }

    @Test
    void anOutcomesPromptHasTheHashOfItsCall() {
        for (TextPolicy policy : List.of(
                TextPolicy.keep(List.of()), TextPolicy.none(KEY, List.of()), TextPolicy.features(KEY, List.of()))) {
            assertEquals(policy.apply(call("hello", null)).request().promptHash(), policy.promptHash("hello"));
        }
        assertNull(TextPolicy.features(null, List.of()).promptHash("hello"));
        assertNull(TextPolicy.keep(List.of()).promptHash(null));
    }

    @Test
    void aHashThatTheLogGivesIsHashedOnceMore() {
        String plain = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        CanonicalCall given = TextPolicy.none(KEY, List.of()).apply(call(null, plain));
        assertEquals(
                TextPolicy.none(KEY, List.of())
                        .apply(call("hello", null))
                        .request()
                        .promptHash(),
                given.request().promptHash(),
                "so that logs with and without text agree");
    }

    @Test
    void aKeyIsLongEnoughAndNeverShown() {
        assertEquals("HashKey[hidden]", KEY.toString());
        InvalidRecordException refused =
                assertThrows(InvalidRecordException.class, () -> HashKey.of(Map.of(HashKey.VARIABLE, "short")));
        assertEquals("WEIGHBRIDGE_HASH_KEY: must have at least 16 bytes, was 5 bytes", refused.getMessage());
        assertFalse(String.valueOf(refused.getMessage()).contains("short"));
    }

    @Test
    void redactionsTakeOutWhatTheyNameAndNothingElse() {
        assertRedacted(
                "write to [email], please", Redaction.EMAILS, "write to jane.doe+bills@mail.example.co.uk, please");
        assertRedacted("a@b is no address", Redaction.EMAILS, "a@b is no address");
        assertRedacted("use [key] now", Redaction.KEYS, "use sk-proj-abcdefghijklmnop1234 now");
        assertRedacted(
                "[key] and [key]", Redaction.KEYS, "AKIAIOSFODNN7EXAMPLE and ghp_0123456789abcdefghijklmnopqrstuvwxyz");
        assertRedacted("task-sk- is none", Redaction.KEYS, "task-sk- is none");
        assertRedacted("card [card].", Redaction.CARDS, "card 4111 1111 1111 1111.");
        assertRedacted("order 4111 1111 1111 1112", Redaction.CARDS, "order 4111 1111 1111 1112");
        assertRedacted("call [phone] today", Redaction.PHONES, "call +49 30 901820-0 today".replace("-0", ""));
        assertRedacted("call [phone]", Redaction.PHONES, "call (030) 555 0123");
        assertRedacted("in 2026 we had 120 calls", Redaction.PHONES, "in 2026 we had 120 calls");
    }

    @Test
    void hostileTextsTakeNoTime() {
        for (String one : List.of("a.", "1 ", "eyJ", "a@", "+1(", "-----BEGIN ", "sk-", "x@y.")) {
            String text = one.repeat(200_000 / one.length());
            for (Redaction redaction : Redaction.values()) {
                redaction.apply(text);
            }
        }
    }

    @Test
    void labelsAreRedactedToo() {
        CanonicalCall call = TextPolicy.keep(List.of(Redaction.EMAILS)).apply(call("to a.b@example.org", null));
        assertEquals("to [email]", call.request().prompt());
        assertEquals(Map.of("user", "[email]"), call.request().labels());
    }

    private static void assertRedacted(String expected, Redaction redaction, String text) {
        assertEquals(expected, redaction.apply(text));
    }

    private static CanonicalCall call(@Nullable String prompt, @Nullable String promptHash) {
        return new CanonicalCall(
                "test",
                "1",
                Instant.parse("2026-10-01T00:00:00Z"),
                Attribution.NONE,
                new Request(null, "m", null, prompt, promptHash, null, null, Map.of("user", "c.d@example.org")),
                new Response(null, prompt, null, null, null, null, Response.OK, null, 1),
                null,
                null,
                null);
    }
}
