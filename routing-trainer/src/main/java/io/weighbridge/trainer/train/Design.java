package io.weighbridge.trainer.train;

import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.tokenlog.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything that is decided before the certification set is read, and its hash: models, calibration, token model, prices,
 * the policies to test in their order, tolerances and confidence. Whatever could have been chosen by the outcomes of that
 * set would have to change the hash.
 */
final class Design {
    private Design() {}

    /**
     * What people decide about a training: seed, tolerances, confidence, verifiers and models. As long as that stays, parts are
     * dealt alike, so that what a later training fits and selects on is never what an earlier one certified on.
     *
     * @param models of the training set
     */
    static String procedure(TrainOptions options, List<String> models) {
        return Sha256.hex(List.of(
                "train",
                "seed " + options.seed(),
                "max-quality-loss " + options.maxQualityLoss() + " " + options.taskMaxQualityLoss(),
                "confidence " + options.confidence(),
                "verifiers " + options.verifierCostUsd(),
                "models " + models));
    }

    /**
     * @param draft the fitted models, every incumbent in place
     * @param grid the policies in the order of their tests
     */
    static String hash(Policy draft, PolicyGrid grid, TrainOptions options) {
        Policy timeless = new Policy(
                Instant.EPOCH,
                draft.features(),
                draft.candidates(),
                draft.tasks(),
                draft.defaultIncumbent(),
                draft.rule(),
                draft.exploration(),
                draft.inputTokens(),
                draft.constraints(),
                null,
                draft.provenance(),
                List.of());
        List<String> frozen = new ArrayList<>();
        frozen.add(Sha256.hex(PolicyJson.toBytes(timeless)));
        frozen.add("max-quality-loss " + options.maxQualityLoss());
        frozen.add("confidence " + options.confidence());
        new TreeMap<>(options.taskMaxQualityLoss())
                .forEach((task, loss) -> frozen.add("max-quality-loss " + loss + " of " + task));
        grid.steps().forEach(step -> {
            frozen.add("step");
            new TreeMap<>(step)
                    .forEach(
                            (task, opening) -> frozen.add(opening.candidates() + (opening.verified() ? " verified" : "")
                                    + " within " + opening.tolerance() + " in " + task));
        });
        return Sha256.hex(frozen);
    }
}
