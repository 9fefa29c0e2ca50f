package io.weighbridge.trainer.train;

import io.weighbridge.routing.CandidateEstimate;
import io.weighbridge.routing.NoEligibleModelException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Router;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a policy expects of each candidate for each unit, asked of the router that will serve it. NaN is unknown.
 *
 * @param quality by unit and candidate of the policy
 * @param costUsd likewise
 */
record Estimates(double[][] quality, double[][] costUsd) {

    static Estimates of(Policy policy, TrainingSet set) {
        Router router = Router.of(policy);
        int candidates = policy.candidates().size();
        double[][] quality = new double[set.units().size()][candidates];
        double[][] costUsd = new double[quality.length][candidates];
        IntStream.range(0, quality.length).parallel().forEach(i -> {
            List<CandidateEstimate> estimates = of(router, set.units().get(i));
            for (int k = 0; k < candidates; k++) {
                quality[i][k] = estimates.get(k).expectedQuality().orElse(Double.NaN);
                costUsd[i][k] = estimates.get(k).expectedCostUsd().orElse(Double.NaN);
            }
        });
        return new Estimates(quality, costUsd);
    }

    private static List<CandidateEstimate> of(Router router, TrainingUnit unit) {
        try {
            return router.route(unit.request()).candidates();
        } catch (NoEligibleModelException e) {
            return e.candidates(); // too long for all; what is expected of them is known nevertheless
        }
    }
}
