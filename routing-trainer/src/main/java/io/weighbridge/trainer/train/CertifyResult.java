package io.weighbridge.trainer.train;

/**
 * The result of certifying a policy again, as its JSON spells it in snake_case.
 *
 * @param policy id of what was written
 * @param tested id of what was tested
 * @param evidence the audit
 * @param unseen how units are known not to have been fitted or selected on
 * @param leftOut units of the audit that were seen, or not answered by every model the policy could choose
 */
public record CertifyResult(
        String policy,
        String tested,
        String evidence,
        String unseen,
        int leftOut,
        TrainResult.CertificateResult certificate) {}
