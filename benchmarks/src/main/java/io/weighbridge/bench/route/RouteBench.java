package io.weighbridge.bench.route;

import ai.onnxruntime.OrtException;
import com.sun.management.ThreadMXBean;
import io.weighbridge.routing.LogisticModel;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.routing.Score;
import io.weighbridge.routing.SparseVector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Decisions by one policy on one core: how many a second, how long the slowest hundredth takes, what each allocates. */
public final class RouteBench {
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 9;

    private final List<String> prompts;

    public RouteBench(List<String> prompts) {
        this.prompts = List.copyOf(prompts);
    }

    /** @param loadMillis of the policy file, the first time in this process */
    public record Load(Router router, double loadMillis, int bytes) {}

    /** @param perSecond median over rounds, each prompt once a round */
    public record Speed(double perSecond, double p99Micros, double bytesPerDecision) {}

    /** Loads a policy as a service does when it starts: nothing has been loaded before. */
    public static Load load(Policy policy) throws IOException {
        byte[] file = PolicyJson.toBytes(policy);
        long begun = System.nanoTime();
        Router router = Router.load(new ByteArrayInputStream(file));
        return new Load(router, (System.nanoTime() - begun) / 1e6, file.length);
    }

    public Speed decisions(Router router) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] perSecond = new double[ROUNDS];
        long[] nanos = new long[ROUNDS * prompts.size()];
        long allocated = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long begun = System.nanoTime();
            long last = begun;
            for (int i = 0; i < prompts.size(); i++) {
                require(router.route(MadePolicies.TASK, prompts.get(i)));
                long now = System.nanoTime();
                if (round >= 0) {
                    nanos[round * prompts.size() + i] = now - last;
                }
                last = now;
            }
            if (round >= 0) {
                perSecond[round] = prompts.size() / ((last - begun) / 1e9);
                allocated += threads.getCurrentThreadAllocatedBytes() - before;
            }
        }
        Arrays.sort(perSecond);
        Arrays.sort(nanos);
        return new Speed(
                perSecond[ROUNDS / 2], nanos[(int) (nanos.length * 0.99)] / 1e3, (double) allocated / nanos.length);
    }

    /**
     * The same features and the same linear models by ONNX Runtime, without calibration, cost and rule.
     *
     * @return requests a second, median over rounds
     */
    public double onnx(Router router) throws OrtException {
        double[] perSecond = new double[ROUNDS];
        try (OnnxScorer scorer = new OnnxScorer(router.policy())) {
            requireAgreement(router, scorer);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                for (String prompt : prompts) {
                    SparseVector features = router.features(RoutingRequest.of(MadePolicies.TASK, prompt));
                    if (scorer.probabilities(features).length == 0) {
                        throw new IllegalStateException("ONNX Runtime must score every model");
                    }
                }
                if (round >= 0) {
                    perSecond[round] = prompts.size() / ((System.nanoTime() - begun) / 1e9);
                }
            }
        }
        Arrays.sort(perSecond);
        return perSecond[ROUNDS / 2];
    }

    /** Which share of a prompt's features has a weight in the first model of a policy, on average. */
    public double shareWithWeights(Router router) {
        LogisticModel model = firstLogistic(router).orElseThrow();
        long features = 0;
        long withWeights = 0;
        for (String prompt : prompts) {
            SparseVector ofPrompt = router.features(RoutingRequest.of(MadePolicies.TASK, prompt));
            features += ofPrompt.size();
            for (int index : ofPrompt.indices()) {
                withWeights += model.weights().at(index) == 0 ? 0 : 1;
            }
        }
        return (double) withWeights / features;
    }

    /** Whether the policy has a peer. */
    public static boolean isLogistic(Router router) {
        return firstLogistic(router).isPresent();
    }

    private static Optional<LogisticModel> firstLogistic(Router router) {
        return router.policy().candidates().get(0).quality().perCall() instanceof LogisticModel model
                ? Optional.of(model)
                : Optional.empty();
    }

    private void requireAgreement(Router router, OnnxScorer scorer) throws OrtException {
        for (String prompt : prompts.subList(0, Math.min(100, prompts.size()))) {
            SparseVector features = router.features(RoutingRequest.of(MadePolicies.TASK, prompt));
            double[] theirs = scorer.probabilities(features);
            List<Score> ours = router.scores(MadePolicies.TASK, features);
            for (int k = 0; k < theirs.length; k++) {
                double probability = 1 / (1 + Math.exp(-ours.get(k).logOdds().orElseThrow()));
                if (Math.abs(probability - theirs[k]) > 1e-12) {
                    throw new IllegalStateException(ours.get(k).model() + ": ONNX Runtime must score alike, was "
                            + theirs[k] + " beside " + probability);
                }
            }
        }
    }

    private static void require(RouteDecision decision) {
        if (decision.expectedQuality().isEmpty()) {
            throw new IllegalStateException("a decision must have an expected quality");
        }
    }
}
