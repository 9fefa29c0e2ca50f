package io.weighbridge.audit.levers;

import org.jspecify.annotations.Nullable;

/**
 * One call as levers see it.
 *
 * @param request equal for calls with equal tenant, model and prompt; null where the prompt is not known
 * @param micros when it was made, since 1970
 * @param counts whether it is in the window; earlier ones only fill the cache
 * @param answered whether it gave an answer
 * @param cutOff whether the answer ended at its limit of tokens
 * @param spend in picodollars; 0 where unknown
 * @param cheaperShare of its cost that the chosen candidate of its task would save, in [0, 1]
 * @param batchShare of its cost that the batch tier would save, in [0, 1]
 */
record LeverCall(
        @Nullable String request,
        long micros,
        boolean counts,
        boolean answered,
        boolean cutOff,
        long spend,
        double cheaperShare,
        double batchShare,
        String task,
        @Nullable String team) {

    boolean isSameRequestAs(@Nullable LeverCall other) {
        return other != null && request != null && request.equals(other.request);
    }
}
