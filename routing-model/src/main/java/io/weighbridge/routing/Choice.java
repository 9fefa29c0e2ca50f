package io.weighbridge.routing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which candidate was chosen, and with what probability.
 *
 * @param model number of the chosen candidate
 * @param greedy number of the best candidate that is not excluded; differs from the model only by exploration
 * @param preferred number of what rule or class would choose if the request needed nothing and nobody were unavailable
 * @param propensity probability of the chosen candidate, in (0, 1]
 * @param asTested whether the request changes neither the choice nor its probability
 */
record Choice(int model, int greedy, int preferred, double propensity, boolean asTested) {

    /**
     * Applies rule or class, then explores: with probability ε a uniform draw among the m explorable candidates. The best
     * candidate has propensity 1 − ε + ε/m, each other one ε/m.
     *
     * @param byPolicy per candidate why it is excluded whatever the request needs, {@code null} where it is not
     * @param why the same with what the request needs and who is unavailable
     * @param draw uniform in [0, 1); below ε the draw itself says which candidate
     * @return {@code null} if everybody is excluded
     */
    static @Nullable Choice of(
            Preference preference,
            double epsilon,
            @Nullable Eligibility[] byPolicy,
            @Nullable Eligibility[] why,
            double draw) {
        int preferred = preference.byRule(byPolicy);
        // Who is preferred to all stays so among fewer.
        int greedy = why[preferred] == null ? preferred : preference.best(why);
        if (greedy == Preference.NOBODY) {
            return null;
        }
        boolean byRule = greedy == preferred;
        if (epsilon == 0 || preference.changesNothing()) {
            return new Choice(greedy, greedy, preferred, 1, byRule);
        }
        int[] explorable = explorable(preference, why, greedy);
        int m = explorable.length;
        double share = epsilon / m;
        int model = draw < epsilon ? explorable[Math.min((int) (draw / share), m - 1)] : greedy;
        double propensity = m == 1 ? 1 : model == greedy ? 1 - epsilon + share : share;
        return new Choice(model, greedy, preferred, propensity, byRule && Arrays.equals(why, byPolicy));
    }

    DecisionKind kind() {
        if (model != greedy) {
            return DecisionKind.EXPLORATION;
        }
        return greedy == preferred ? DecisionKind.RULE : DecisionKind.FALLBACK;
    }

    /** The best, the incumbent, and the open candidates whose quality and cost are known, without those excluded. */
    private static int[] explorable(Preference preference, @Nullable Eligibility[] why, int greedy) {
        int[] candidates = new int[why.length];
        int count = 0;
        for (int k = 0; k < why.length; k++) {
            boolean drawable = k == preference.task().incumbent() || preference.isKnownAndOpen(k);
            if (k == greedy || (drawable && why[k] == null)) {
                candidates[count++] = k;
            }
        }
        return Arrays.copyOf(candidates, count);
    }
}
