package io.weighbridge.samples.provider;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which fault each request meets: decided by its body and by how often that body has come. */
final class FaultPlan {
    private final long seed;
    private final FaultRates rates;
    private final Map<Long, Integer> timesSeen = new ConcurrentHashMap<>();

    FaultPlan(long seed, FaultRates rates) {
        this.seed = seed;
        this.rates = rates;
    }

    /** The fault of this arrival of a request body. */
    Fault due(byte[] body) {
        if (rates.sum() == 0) {
            return Fault.NONE;
        }
        long hash = SimulatedAnswers.hash(new String(body, StandardCharsets.ISO_8859_1));
        int times = timesSeen.merge(hash, 1, Integer::sum);
        return rates.at(RowRandom.of(seed, Purpose.FAULT, hash + times).uniform());
    }
}
