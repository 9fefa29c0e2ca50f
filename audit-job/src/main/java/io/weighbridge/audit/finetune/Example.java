package io.weighbridge.audit.finetune;

import io.weighbridge.tokenlog.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified answer, without its text.
 *
 * @param session null where the log names none
 * @param template as the log names it, else the skeleton
 * @param skeleton {@link io.weighbridge.tokenlog.TemplateId} of the stored prompt
 * @param promptKey identity of the prompt as it will be written
 * @param tokens of prompt and answer
 */
record Example(
        String source,
        String callId,
        Instant occurredAt,
        @Nullable String session,
        String template,
        String skeleton,
        String promptKey,
        double score,
        long tokens,
        boolean hasRoles,
        boolean isRedacted) {

    /** Of several answers to one prompt the first is taken: the best, then the latest. */
    static final Comparator<Example> BEST_FIRST = Comparator.comparingDouble(Example::score)
            .reversed()
            .thenComparing(Example::occurredAt, Comparator.reverseOrder())
            .thenComparing(Example::source)
            .thenComparing(Example::callId);

    /** Its place in an order that says nothing about it; equal prompts have one place. */
    String place(String salt) {
        return Sha256.hex(salt + "\n" + promptKey);
    }

    /** What it shares with examples that must lie on its side of the split. */
    List<String> links(SplitBy splitBy) {
        List<String> links = new ArrayList<>(List.of("prompt:" + promptKey));
        if (session != null) {
            links.add("session:" + session);
        }
        if (splitBy == SplitBy.TEMPLATE) {
            links.add("template:" + template);
            links.add("skeleton:" + skeleton);
        }
        return links;
    }
}
