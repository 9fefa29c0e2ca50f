package io.weighbridge.audit.rollup;

import org.jspecify.annotations.Nullable;

/**
 * One call as the search for repetitions sees it.
 *
 * @param request equal for calls with equal tenant, model and prompt; null where the prompt is not known
 * @param micros when it was made, since 1970
 * @param counts whether it is of the day that is added up; earlier ones only fill the cache
 * @param answered whether it gave an answer
 * @param cutOff whether the answer ended at its limit of tokens
 * @param of what the caller knows it by
 */
record RequestedCall<P>(@Nullable Object request, long micros, boolean counts, boolean answered, boolean cutOff, P of) {

    boolean isSameRequestAs(@Nullable RequestedCall<P> other) {
        return other != null && request != null && request.equals(other.request);
    }
}
