package io.weighbridge.samples.demo;

import io.weighbridge.tokenlog.Usd;
import java.util.Map;

/**
 * A day of calls against the truth.
 *
 * @param trueQuality share of calls answered rightly, in [0, 1]
 * @param expectedTrueQuality mean chance of a right answer given the prompts: the same without the day's luck
 * @param callsByModel who answered how many
 */
public record DayResult(Usd costUsd, double trueQuality, double expectedTrueQuality, Map<String, Long> callsByModel) {
    public DayResult {
        callsByModel = Map.copyOf(callsByModel);
    }
}
