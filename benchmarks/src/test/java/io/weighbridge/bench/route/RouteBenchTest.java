package io.weighbridge.bench.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.Router;
import org.junit.jupiter.api.Test;

class RouteBenchTest {
    private final MadePolicies made = new MadePolicies(40, 3);
    private final RouteBench bench = new RouteBench(made.prompts());

    @Test
    void onnxRuntimeScoresTheSameModelsAlike() throws Exception {
        assertTrue(bench.onnx(Router.of(made.logistic())) > 0);
    }

    @Test
    void onlyLogisticModelsHaveAPeer() {
        assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(made.trees()));
    }

    @Test
    void promptsAreOfAKilobyteAndModelsOfElevenCandidates() throws Exception {
        assertTrue(made.prompts().stream().allMatch(prompt -> prompt.length() >= 1_000 && prompt.length() < 1_020));
        RouteBench.Load load = RouteBench.load(made.trees());
        assertEquals(11, load.router().policy().candidates().size());
        assertTrue(bench.decisions(load.router()).bytesPerDecision() > 0);
    }
}
