package io.weighbridge.tokenlog.privacy;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.PromptHash;
import io.weighbridge.tokenlog.PromptPrefixes;
import io.weighbridge.tokenlog.PromptSketch;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.TemplateId;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the texts of a call: the texts with their hashes, or hashes alone, with or without features of the
 * prompts, and then only hashes that a secret key made. Patterns to redact are taken out before anything else happens.
 */
public final class TextPolicy implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int TEMPLATE_DIGITS = 16;

    private final boolean keepsText;
    private final boolean keepsFeatures;
    private final @Nullable HashKey key;
    private final List<Redaction> redactions;

    private TextPolicy(boolean keepsText, boolean keepsFeatures, @Nullable HashKey key, List<Redaction> redactions) {
        this.keepsText = keepsText;
        this.keepsFeatures = keepsFeatures;
        this.key = key;
        this.redactions = List.copyOf(redactions);
    }

    /** Texts are kept, beside plain SHA-256 hashes. */
    public static TextPolicy keep(List<Redaction> redactions) {
        return new TextPolicy(true, false, null, redactions);
    }

    /** No text is kept, nor a hash that somebody else could make. */
    public static TextPolicy none(@Nullable HashKey key, List<Redaction> redactions) {
        return new TextPolicy(false, false, key, redactions);
    }

    /** As {@link #none}, but whoever applies the policy keeps features of the redacted prompts. */
    public static TextPolicy features(@Nullable HashKey key, List<Redaction> redactions) {
        return new TextPolicy(false, true, key, redactions);
    }

    /** Whether features of prompts are kept in their place. */
    public boolean keepsFeatures() {
        return keepsFeatures;
    }

    public CanonicalCall apply(CanonicalCall call) {
        return new CanonicalCall(
                call.source(),
                call.callId(),
                call.occurredAt(),
                call.attribution(),
                apply(call.request()),
                apply(call.response()),
                call.usage(),
                call.billedCost(),
                call.decision(),
                call.updatedAt(),
                call.rawUsage());
    }

    public Outcome apply(Outcome outcome) {
        String prompt = outcome.prompt();
        if (prompt == null) {
            return outcome;
        }
        return keepsText ? outcome.withPrompt(redacted(prompt)) : outcome.withoutPrompt();
    }

    /** The hash that a call of this prompt gets; null without a prompt, and where neither text nor key is there to make one. */
    public @Nullable String promptHash(@Nullable String prompt) {
        return prompt == null ? null : hash(null, redacted(prompt), PromptHash::of);
    }

    /** The beginnings of a redacted prompt, with hashes where the prompt has one. */
    public PromptPrefixes prefixes(String redacted) {
        if (keepsText) {
            return PromptPrefixes.of(redacted);
        }
        return key == null
                ? PromptPrefixes.ofLength(redacted)
                : PromptPrefixes.of(redacted).hashed(key::bits);
    }

    /** The sketch of this prompt; empty without a prompt, of a blank one, and where neither text nor key is there to make one. */
    public OptionalLong promptSketch(@Nullable String prompt) {
        if (prompt == null || !keepsText && key == null) {
            return OptionalLong.empty();
        }
        return PromptSketch.of(redacted(prompt), key == null ? Sha256::hex : key::hex);
    }

    private Request apply(Request request) {
        String prompt = request.prompt() == null ? null : redacted(request.prompt());
        return new Request(
                request.provider(),
                request.requestedModel(),
                request.serviceTier(),
                keepsText ? prompt : null,
                hash(request.promptHash(), prompt, PromptHash::of),
                template(hash(request.templateId(), prompt, TemplateId::of)),
                request.inputTokenEstimate(),
                redacted(request.labels()));
    }

    private Response apply(Response response) {
        String text = response.text() == null ? null : redacted(response.text());
        return new Response(
                response.responseModel(),
                keepsText ? text : null,
                hash(response.textHash(), text, Sha256::hex),
                response.latencyMillis(),
                response.timeToFirstTokenMillis(),
                response.finishReason(),
                response.status(),
                response.error(),
                response.attempt(),
                response.outputTokenEstimate());
    }

    /** Under a policy without text a hash is hashed once more, with the key: what the log gives is as open as its text. */
    private @Nullable String hash(@Nullable String given, @Nullable String text, UnaryOperator<String> hash) {
        if (!keepsText && key == null) {
            return null;
        }
        String open = given != null || text == null ? given : hash.apply(text);
        return keepsText || open == null || key == null ? open : key.hex(open);
    }

    private static @Nullable String template(@Nullable String hash) {
        return hash == null || hash.length() <= TEMPLATE_DIGITS ? hash : hash.substring(0, TEMPLATE_DIGITS);
    }

    private Map<String, String> redacted(Map<String, String> labels) {
        if (redactions.isEmpty()) {
            return labels;
        }
        Map<String, String> redacted = new TreeMap<>();
        labels.forEach((name, value) -> redacted.put(name, redacted(value)));
        return redacted;
    }

    /** The text without what the patterns match. */
    public String redacted(String text) {
        String redacted = text;
        for (Redaction redaction : redactions) {
            redacted = redaction.apply(redacted);
        }
        return redacted;
    }
}
