package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.tokenlog.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log: an attempt at a call.
 *
 * @param number from 1
 * @param usage null where the attempt failed
 * @param error class of the failure; null where it succeeded
 */
record Attempt(
        SampleCall call,
        String id,
        int number,
        Instant startedAt,
        long latencyMillis,
        @Nullable Usage usage,
        @Nullable String error) {

    private static final int LEAST_LATENCY_MILLIS = 180;
    private static final int LATENCY_SPREAD_MILLIS = 400;

    /** All attempts at a call, in order. */
    static List<Attempt> of(SampleCall call, long seed, TruthModel truth) {
        Serving serving = call.serving();
        List<Attempt> attempts = new ArrayList<>();
        Instant start = call.occurredAt();
        long overhead = LEAST_LATENCY_MILLIS
                + RowRandom.of(seed, Purpose.LATENCY, call.row()).below(LATENCY_SPREAD_MILLIS);
        for (int number = 1; number <= serving.failedAttempts(); number++) {
            attempts.add(
                    new Attempt(call, call.id() + "-failed-" + number, number, start, overhead, null, serving.error()));
            start = start.plusMillis(2 * overhead);
        }
        if (serving.answered()) {
            Usage usage = truth.usage(call.unit(), call.serving().model());
            long latency = overhead + usage.outputTokens() * serving.model().millisPerOutputToken();
            attempts.add(new Attempt(call, call.id(), serving.failedAttempts() + 1, start, latency, usage, null));
        }
        return attempts;
    }

    SimulatedModel model() {
        return call.serving().model();
    }

    Instant endedAt() {
        return startedAt.plusMillis(latencyMillis);
    }

    SampleTask task() {
        return call.unit().task();
    }

    /** Why the answer ended. */
    @Nullable
    String finishReason() {
        return usage == null ? null : usage.outputTokens() == task().maxTokens() ? "length" : "stop";
    }
}
