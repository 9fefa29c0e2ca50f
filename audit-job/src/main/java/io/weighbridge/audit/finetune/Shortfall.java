package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a candidate falls short of a task's incumbent, by an audit.
 *
 * @param status of the pair: "replayed", "paired" or "overlap"
 * @param loss of mean quality, incumbent minus candidate; negative where the candidate is better
 * @param savingUsd in the audit's window, if the candidate served; null where unknown, as its interval
 */
record Shortfall(
        String task,
        String incumbent,
        String candidate,
        String status,
        String verdict,
        double loss,
        double lossLow,
        double lossHigh,
        @Nullable BigDecimal savingUsd,
        @Nullable BigDecimal savingLowUsd,
        @Nullable BigDecimal savingHighUsd,
        String savingBasis) {

    /** @param line of {@code verdicts} of summary.json, with an estimate */
    static Shortfall of(JsonNode line) {
        return new Shortfall(
                line.path("task").asText(),
                line.path("incumbent").asText(),
                line.path("candidate").asText(),
                line.path("status").asText(),
                line.path("verdict").asText(),
                -line.path("estimate").asDouble(),
                -line.path("high").asDouble(),
                -line.path("low").asDouble(),
                usd(line.path("saving_usd")),
                usd(line.path("saving_low_usd")),
                usd(line.path("saving_high_usd")),
                line.path("saving_basis").asText());
    }

    private static @Nullable BigDecimal usd(JsonNode amount) {
        return amount.isTextual() ? new BigDecimal(amount.textValue()) : null;
    }

    boolean suffices() {
        return verdict.equals("smaller-suffices");
    }

    /** As in "sim-small loses 0.041 (0.020 to 0.062) of quality against sim-large". */
    String text() {
        return String.format(
                Locale.ROOT,
                "%s loses %.3f (%.3f to %.3f) of quality against %s",
                candidate,
                loss,
                lossLow,
                lossHigh,
                incumbent);
    }
}
