package io.weighbridge.runner.reuse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.ReuseSettings;
import io.weighbridge.runner.journal.ReusedFrom;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds answers that need no call: in the cache first, then among templates. Safe for use by many threads. */
public final class Reuse implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CUT_OFF = "length";

    private final @Nullable AnswerCache cache;
    private final boolean outlivesTheRun;
    private final EqualRequests equalRequests = new EqualRequests();
    private final TemplateAnswers templates;
    private final Map<String, List<AnswerCheck>> verifiers;

    private Reuse(
            @Nullable AnswerCache cache,
            boolean outlivesTheRun,
            TemplateAnswers templates,
            Map<String, List<AnswerCheck>> verifiers) {
        this.cache = cache;
        this.outlivesTheRun = outlivesTheRun;
        this.templates = templates;
        this.verifiers = Map.copyOf(verifiers);
    }

    /** Every request is asked. */
    public static Reuse none() {
        return new Reuse(null, true, TemplateAnswers.none(), Map.of());
    }

    /** Whether every request is asked. */
    public boolean isNone() {
        return cache == null && templates.isNone();
    }

    /**
     * Reads what the settings name, and deletes answers that are too old.
     *
     * @param folder of cached answers
     * @param verifiers what answers must pass, by task: answers that passed other checks are not found
     * @throws io.weighbridge.cli.BadInputException if the templates are none
     */
    public static Reuse of(ReuseSettings settings, Path folder, Map<String, List<AnswerCheck>> verifiers, Clock clock)
            throws IOException {
        return of(settings, folder, true, verifiers, clock);
    }

    /**
     * As {@link #of}, for lakes that keep no text: answers are found by the run alone, and deleted when this is closed.
     *
     * @param folder of this run alone
     */
    public static Reuse withinRun(
            ReuseSettings settings, Path folder, Map<String, List<AnswerCheck>> verifiers, Clock clock)
            throws IOException {
        return of(settings, folder, false, verifiers, clock);
    }

    private static Reuse of(
            ReuseSettings settings,
            Path folder,
            boolean outlivesTheRun,
            Map<String, List<AnswerCheck>> verifiers,
            Clock clock)
            throws IOException {
        AnswerCache cache = settings.cache() == null ? null : new AnswerCache(folder, settings.cache(), clock);
        if (cache != null) {
            cache.expire();
        }
        TemplateAnswers templates =
                settings.templates() == null ? TemplateAnswers.none() : TemplateAnswers.read(settings.templates());
        return new Reuse(cache, outlivesTheRun, templates, verifiers);
    }

    /** The time in which a request is asked; others that are equal wait for its end. */
    @FunctionalInterface
    public interface Turn {
        /** Nobody waits for it. */
        Turn FREE = () -> {};

        void end();
    }

    /** Waits for an equal request that is being asked, so that its answer can be found; without a cache, for nothing. */
    public Turn turn(RoutedItem item) throws InterruptedException {
        return cache == null ? Turn.FREE : equalRequests.enter(key(item));
    }

    /**
     * An answer that needs no call.
     *
     * @param reply a chat completion of no tokens
     */
    public record Found(ReusedFrom from, String reply) {}

    /** The answer to an item as it was routed. */
    public Optional<Found> find(RoutedItem item) {
        Optional<Found> cached = cache == null
                ? Optional.empty()
                : cache.find(tenant(item), key(item)).map(reply -> new Found(ReusedFrom.CACHE, reply));
        return cached.or(() -> templates
                .find(item.item())
                .map(text -> new Found(ReusedFrom.TEMPLATE, completion(text).toString())));
    }

    /** Keeps what was answered to an item in the end, by whichever model, unless it was cut off. */
    public void keep(RoutedItem item, @Nullable String reply) {
        Completion answer = cache == null || reply == null ? null : Completion.parse(reply);
        if (cache != null && answer != null && !CUT_OFF.equals(answer.finishReason())) {
            cache.keep(tenant(item), key(item), answer.withoutTokens());
        }
    }

    @Override
    public void close() throws IOException {
        if (cache != null && !outlivesTheRun) {
            cache.deleteAll();
        }
    }

    private static @Nullable String tenant(RoutedItem item) {
        return item.item().attribution().tenant();
    }

    /** Equal for items that ask the same: all of the request but its metadata, which no model sees. */
    private String key(RoutedItem item) {
        ObjectNode body = item.item().body().deepCopy();
        body.put("model", item.decision().chosenModel());
        body.remove("metadata");
        return Sha256.hex(JSON.createArrayNode()
                .add(tenant(item))
                .add(item.decision().policyId())
                .add(item.item().task())
                .add(verifiers.getOrDefault(item.item().task(), List.of()).toString())
                .add(body.toString())
                .toString());
    }

    private static ObjectNode completion(String text) {
        ObjectNode completion = JSON.createObjectNode();
        completion.put("id", "template").put("object", "chat.completion").put("model", "template");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", "stop");
        completion
                .putObject("usage")
                .put("prompt_tokens", 0)
                .put("completion_tokens", 0)
                .put("total_tokens", 0);
        return completion;
    }
}
