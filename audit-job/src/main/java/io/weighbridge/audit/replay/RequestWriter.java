package io.weighbridge.audit.replay;

import io.weighbridge.tokenlog.Outcome;
import org.jspecify.annotations.Nullable;

/** Takes what a plan asks for. */
interface RequestWriter {

    /** A request of one model, once however often its call was drawn. */
    void request(String customId, String model, String task, String prompt, long maxTokens);

    /**
     * A draw that an answer belongs to.
     *
     * @param customId of its request; null where the answer is there already
     * @param score of that answer, which then is known
     */
    void draw(
            @Nullable String customId,
            String unitId,
            String task,
            String model,
            @Nullable Double score,
            Outcome.Draw draw);
}
