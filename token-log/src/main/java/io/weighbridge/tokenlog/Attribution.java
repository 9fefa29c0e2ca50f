package io.weighbridge.tokenlog;

import org.jspecify.annotations.Nullable;

/**
 * Who made a call and for what. Every part may be unknown.
 *
 * @param task the kind of work, the unit of evidence and of routing
 * @param step position of the call inside its workflow, from 0
 */
public record Attribution(
        @Nullable String tenant,
        @Nullable String team,
        @Nullable String application,
        @Nullable String agent,
        @Nullable String task,
        @Nullable String workflowId,
        @Nullable Integer step,
        @Nullable String parentCallId,
        @Nullable String sessionId) {

    /** Nothing is known. */
    public static final Attribution NONE = new Attribution(null, null, null, null, null, null, null, null, null);

    public Attribution withTask(@Nullable String newTask) {
        return new Attribution(tenant, team, application, agent, newTask, workflowId, step, parentCallId, sessionId);
    }
}
