package io.weighbridge.bench.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.routing.Router;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class RouteBenchTest {
    private final MadePolicies made = new MadePolicies(40, 3);
    private final RouteBench bench = new RouteBench(made.prompts());

    @Test
    void onnxRuntimeScoresTheSameModelsAlike() throws Exception {
        assertTrue(bench.onnx(Router.of(made.policy(MadePolicies.Kind.DENSE))) > 0);
    }

    @Test
    void onlyLogisticModelsHaveAPeer() {
        assertThrows(IllegalArgumentException.class, () -> OnnxModel.of(made.policy(MadePolicies.Kind.TREES)));
    }

    @Test
    void promptsAreOfAKilobyteAndModelsOfElevenCandidates() throws Exception {
        assertTrue(made.prompts().stream().allMatch(prompt -> prompt.length() >= 1_000 && prompt.length() < 1_020));
        RouteBench.Load load = RouteBench.load(made.policy(MadePolicies.Kind.TREES));
        assertEquals(11, load.router().policy().candidates().size());
        assertTrue(bench.decisions(load.router()).bytesPerDecision() > 0);
    }

    @Test
    void theDensePolicyHasAWeightForEveryFeature() {
        assertEquals(1, bench.shareWithWeights(Router.of(made.policy(MadePolicies.Kind.DENSE))));
    }

    @Test
    void jmhMeasuresDecisionsExplanationsAndLoading() throws Exception {
        Options once = new OptionsBuilder()
                .include(RouteMicrobenchmark.class.getName() + "\\.")
                .param("prompts", "40")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        assertEquals(9, new Runner(once).run().size());
    }
}
