package io.weighbridge.audit.rollup;

import org.jspecify.annotations.Nullable;

/**
 * One call as the search for nearly the same prompts, and for templates with one answer, sees it.
 *
 * @param circle equal for calls of one tenant, model and task, which may share answers; null shares none
 * @param micros when it was made, since 1970
 * @param counts whether it is of the day that is added up and would remain; others only fill the cache
 * @param answered whether it gave an answer
 * @param cutOff whether the answer ended at its limit of tokens
 * @param sketch of its prompt; null where it is not known
 * @param session calls of one are steps of one conversation; null where it is not known
 * @param template of its prompt, likewise
 * @param answer equal for equal answers, likewise
 * @param of what the caller knows it by
 */
record PromptedCall<P>(
        @Nullable Object circle,
        long micros,
        boolean counts,
        boolean answered,
        boolean cutOff,
        @Nullable Long sketch,
        @Nullable String session,
        @Nullable String template,
        @Nullable String answer,
        P of) {}
