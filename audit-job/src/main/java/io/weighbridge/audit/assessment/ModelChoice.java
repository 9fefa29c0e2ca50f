package io.weighbridge.audit.assessment;

import io.weighbridge.routing.RoutingRequest;
import java.io.Serializable;
import java.util.SortedSet;

/** Which model another world would have sent a call to; sent to Spark's workers. */
public interface ModelChoice extends Serializable {
    /** What it is, for people: "policy 1a2b…". */
    String name();

    /**
     * @param callId for choices that draw: the same call gets the same draw
     * @param present the model that served it
     */
    String choose(String callId, RoutingRequest request, String present);

    /** The models that calls of the task may be sent to, but for fallbacks of prompts that are too long; the present one if none other. */
    SortedSet<String> reachable(String task, String present);
}
