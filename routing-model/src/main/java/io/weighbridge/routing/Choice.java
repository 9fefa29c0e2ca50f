package io.weighbridge.routing;

import java.util.Arrays;

/**
 * Which candidate was chosen, and with what probability.
 *
 * @param model number of the chosen candidate
 * @param greedy number of the rule's choice; differs from the model only by exploration
 * @param propensity probability of the chosen candidate, in (0, 1]
 */
record Choice(int model, int greedy, double propensity) {

    /**
     * Applies the rule, then explores: with probability ε a uniform draw among the m explorable candidates. The rule's
     * choice has propensity 1 − ε + ε/m, each other one ε/m.
     *
     * @param draw uniform in [0, 1); below ε the draw itself says which candidate
     */
    static Choice of(Policy policy, OpenTask task, double[] quality, double[] costUsd, double draw) {
        int greedy = task.choose(policy.rule(), quality, costUsd);
        double epsilon = policy.exploration();
        if (epsilon == 0 || policy.rule() instanceof Rule.IncumbentOnly) {
            return new Choice(greedy, greedy, 1);
        }
        int[] explorable = explorable(task, quality, costUsd);
        double share = epsilon / explorable.length;
        int model = greedy;
        if (draw < epsilon) {
            model = explorable[Math.min((int) (draw / share), explorable.length - 1)];
        }
        return new Choice(model, greedy, model == greedy ? 1 - epsilon + share : share);
    }

    /** The incumbent, and the open candidates whose quality and cost are known. */
    private static int[] explorable(OpenTask task, double[] quality, double[] costUsd) {
        int[] candidates = new int[quality.length];
        int count = 0;
        for (int k = 0; k < quality.length; k++) {
            boolean known = !Double.isNaN(quality[k]) && !Double.isNaN(costUsd[k]);
            if (k == task.incumbent() || (task.isOpen(k) && known)) {
                candidates[count++] = k;
            }
        }
        return Arrays.copyOf(candidates, count);
    }
}
