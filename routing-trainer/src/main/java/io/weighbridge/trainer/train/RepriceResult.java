package io.weighbridge.trainer.train;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy at other prices, as the JSON spells it in snake_case.
 *
 * @param policy id of what was written
 * @param was id of what was repriced
 * @param priceVersion of the new prices
 * @param repricedModels candidates whose prices changed
 * @param certificateVoided whether a certificate stopped to hold
 * @param uncertified whether the policy moves calls without a certificate that holds
 */
public record RepriceResult(
        String policy,
        String was,
        String priceVersion,
        List<String> repricedModels,
        boolean certificateVoided,
        boolean uncertified,
        List<Task> tasks) {

    /**
     * One task that is or was open. Costs are those of an average call, by expected tokens; null where unknown.
     *
     * @param modelBefore the open model that was expected to cost least, else the incumbent
     * @param savingUsdBefore against the incumbent, at the old prices
     */
    public record Task(
            String task,
            String incumbent,
            List<String> openBefore,
            List<String> open,
            String modelBefore,
            String model,
            @Nullable BigDecimal savingUsdBefore,
            @Nullable BigDecimal savingUsd) {}
}
