package io.weighbridge.audit.finetune;

import com.knuddels.jtokkit.api.Encoding;
import io.weighbridge.audit.ingest.TokenEstimator;
import io.weighbridge.tokenlog.privacy.Redaction;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the text of an example from a stored prompt and answer, or says why there is none. Travels to Spark's workers. */
final class ExampleText implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Texts with more characters for each token that is allowed are not looked at: that takes time. */
    private static final long MOST_CHARACTERS_PER_TOKEN = 16;

    private final TextPolicy keys;
    private final TextPolicy replaced;
    private final boolean looksForKeys;
    private final int longestTokens;
    private final String tokenizedFor;
    private transient @Nullable Encoding encoding;

    /**
     * @param redact what is replaced by its name; an example with a key is dropped instead
     * @param tokenizedFor the model whose tokens are counted
     */
    ExampleText(List<Redaction> redact, int longestTokens, String tokenizedFor) {
        this.keys = TextPolicy.keep(List.of(Redaction.KEYS));
        this.replaced = TextPolicy.keep(
                redact.stream().filter(one -> one != Redaction.KEYS).toList());
        this.looksForKeys = redact.contains(Redaction.KEYS);
        this.longestTokens = longestTokens;
        this.tokenizedFor = tokenizedFor;
    }

    /**
     * What came of a call's texts.
     *
     * @param fate why there is no example; {@link Fate#EXAMPLE} where there is one
     * @param example null where there is none
     * @param tokens of all its turns; 0 without an example
     * @param isRedacted whether something was replaced
     */
    record Made(Fate fate, @Nullable ChatExample example, boolean hasRoles, boolean isRedacted, long tokens) {
        static Made none(Fate fate) {
            return new Made(fate, null, false, false, 0);
        }
    }

    Made make(String prompt, String answer) {
        Conversation conversation = Conversation.of(ChatExample.wellFormed(prompt));
        if (conversation == null) {
            return Made.none(Fate.NO_CHAT);
        }
        ChatExample logged = new ChatExample(conversation.messages(), ChatExample.wellFormed(answer));
        if (logged.characters() > MOST_CHARACTERS_PER_TOKEN * longestTokens) {
            return Made.none(Fate.TOO_LONG);
        }
        ChatExample example = logged.with(replaced::redacted);
        long tokens = example.texts().mapToLong(this::tokens).sum();
        if (tokens > longestTokens) {
            return Made.none(Fate.TOO_LONG);
        }
        boolean hasKey = looksForKeys
                && logged.texts().anyMatch(text -> !keys.redacted(text).equals(text));
        return hasKey
                ? Made.none(Fate.SECRET)
                : new Made(Fate.EXAMPLE, example, conversation.hasRoles(), !example.equals(logged), tokens);
    }

    private long tokens(String text) {
        Encoding known = encoding;
        if (known == null) {
            known = TokenEstimator.encodingOf(tokenizedFor);
            encoding = known;
        }
        return known.countTokensOrdinary(text);
    }
}
