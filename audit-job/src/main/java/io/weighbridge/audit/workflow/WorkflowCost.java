package io.weighbridge.audit.workflow;

import io.weighbridge.evidence.CostPerSuccess;
import java.util.List;

/**
 * Workflows of one application that were run by the same models.
 *
 * @param models that served any of their calls, sorted
 * @param workflows all of them in the window
 * @param spendPicodollars of those of which the cost of every call is known
 * @param withoutCost workflows with a call of unknown cost
 * @param labelled workflows with a label and a known cost
 * @param successes sum of their scores
 * @param perSuccess picodollars for a success, failed workflows included, by clusters of one session
 */
public record WorkflowCost(
        String application,
        List<String> models,
        long workflows,
        long calls,
        long spendPicodollars,
        long withoutCost,
        long labelled,
        double successes,
        CostPerSuccess perSuccess) {}
