package io.weighbridge.bench.route;

import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.RouteExplanation;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.RoutingRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a decision, an explanation and loading take, by JMH: after warming up, in processes of their own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init")
public class RouteMicrobenchmark {
    @Param
    public MadePolicies.Kind policy;

    @Param("20000")
    public int prompts;

    private List<String> texts;
    private byte[] file;
    private Router router;
    private int next;

    @Setup
    public void prepare() {
        MadePolicies made = new MadePolicies(prompts, 1);
        Policy policyMade = made.policy(policy);
        texts = made.prompts();
        file = PolicyJson.toBytes(policyMade);
        router = Router.of(policyMade);
    }

    @Benchmark
    public RouteDecision route() {
        return router.route(MadePolicies.TASK, text());
    }

    @Benchmark
    public RouteExplanation explain() {
        return router.explain(RoutingRequest.of(MadePolicies.TASK, text()));
    }

    @Benchmark
    public Router load() throws IOException {
        return Router.load(new ByteArrayInputStream(file));
    }

    private String text() {
        next = next + 1 == texts.size() ? 0 : next + 1;
        return texts.get(next);
    }
}
