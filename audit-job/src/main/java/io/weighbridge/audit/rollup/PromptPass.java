package io.weighbridge.audit.rollup;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.tokenlog.PromptSketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells, call by call in the order of circle and time, which of the calls that {@link RequestPass} leaves a cache of nearly the same prompts
 * would have answered, and which of the rest a template that always has one answer.
 *
 * <p>An answer is stored when it is given, unless an answer to nearly the same prompt lives; it answers later calls for a fixed time. A prompt
 * with a sentence more is nearly the same only in another session that is known: within one, prompts grow as a conversation goes on.
 *
 * <p>A template has one answer if all calls of the day whose answer is known had it. It is learned from the first {@link #LEARNED}; calls after the
 * last of these need not have been made.
 */
final class PromptPass<P> {
    /** Calls whose answers must be known before a template is used: what somebody would want to see. */
    static final int LEARNED = 20;

    static final long HOUR = 3_600_000_000L;

    private final long lifetime;
    private final BiConsumer<P, Fate> fates;
    private final Map<Integer, Stored> stored = new HashMap<>();
    private final List<PromptedCall<P>> given = new ArrayList<>();
    private final Map<String, Template<P>> templates = new HashMap<>();
    private @Nullable Object circle;

    private record Stored(long micros, @Nullable String session) {}

    private static final class Template<P> {
        private final List<P> after = new ArrayList<>();
        private final String answer;
        private int known;
        private long learnedAt;
        private boolean hasOneAnswer = true;

        Template(String answer) {
            this.answer = answer;
        }
    }

    /** @param fates receives each call that counts, not in order */
    PromptPass(int cacheHours, BiConsumer<P, Fate> fates) {
        this.lifetime = cacheHours * HOUR;
        this.fates = fates;
    }

    /** @param call in the order of circle, then time */
    void add(PromptedCall<P> call) {
        if (!Objects.equals(call.circle(), circle)) {
            finish();
            circle = call.circle();
        }
        if (!given.isEmpty() && given.getFirst().micros() != call.micros()) {
            store();
        }
        Long sketch = circle == null ? null : call.sketch();
        boolean near = sketch != null && isNear(call, sketch);
        if (sketch != null && call.answered() && !call.cutOff() && !near) {
            given.add(call);
        }
        if (call.counts() && near) {
            fates.accept(call.of(), Fate.NEAR);
        } else if (call.counts()) {
            answer(call);
        }
    }

    /** After the last call. */
    void finish() {
        for (Template<P> template : templates.values()) {
            template.after.forEach(call -> fates.accept(call, Fate.TEMPLATE));
        }
        templates.clear();
        stored.clear();
        given.clear();
    }

    private boolean isNear(PromptedCall<P> call, long sketch) {
        if (alive(PromptSketch.whole(sketch), call) != null) {
            return true;
        }
        Stored before = alive(PromptSketch.beginning(sketch), call);
        return before != null
                && before.session() != null
                && call.session() != null
                && !before.session().equals(call.session());
    }

    private @Nullable Stored alive(int whole, PromptedCall<P> call) {
        Stored answer = stored.get(whole);
        return answer != null && call.micros() - answer.micros() < lifetime ? answer : null;
    }

    /** Calls of one time do not answer each other; of two with one prompt it is not known whose session was first. */
    private void store() {
        for (PromptedCall<P> call : given) {
            stored.merge(
                    PromptSketch.whole(Objects.requireNonNull(call.sketch())),
                    new Stored(call.micros(), call.session()),
                    (before, now) -> before.micros() < now.micros() || Objects.equals(before.session(), now.session())
                            ? now
                            : new Stored(now.micros(), null));
        }
        given.clear();
    }

    private void answer(PromptedCall<P> call) {
        String id = circle == null ? null : call.template();
        String answer = call.answer();
        if (id == null || answer == null) {
            fates.accept(call.of(), Fate.REMAINS);
            return;
        }
        Template<P> template = templates.computeIfAbsent(id, unused -> new Template<>(answer));
        template.known++;
        if (template.known == LEARNED) {
            template.learnedAt = call.micros();
        }
        if (template.hasOneAnswer && !template.answer.equals(answer)) {
            template.hasOneAnswer = false;
            template.after.forEach(earlier -> fates.accept(earlier, Fate.REMAINS));
            template.after.clear();
        }
        if (template.hasOneAnswer && template.known > LEARNED && call.micros() > template.learnedAt) {
            template.after.add(call.of());
        } else {
            fates.accept(call.of(), Fate.REMAINS);
        }
    }
}
