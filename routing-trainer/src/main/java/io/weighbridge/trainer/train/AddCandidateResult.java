package io.weighbridge.trainer.train;

import java.util.List;
import java.util.Map;

/**
 * A policy with one more candidate, as the JSON spells it in snake_case.
 *
 * @param policy id of what was written
 * @param was id of the policy that it joined
 * @param probes outcomes that were used
 * @param nearest weights of the candidates that the newcomer was pooled with
 * @param expectedQuality of the newcomer by task
 * @param openTasks tasks that it is open in
 * @param certificateVoided whether a certificate stopped to hold
 */
public record AddCandidateResult(
        String policy,
        String was,
        String candidate,
        String evidence,
        int probes,
        Map<String, Double> nearest,
        Map<String, Double> expectedQuality,
        List<String> openTasks,
        boolean certificateVoided,
        boolean uncertified) {}
