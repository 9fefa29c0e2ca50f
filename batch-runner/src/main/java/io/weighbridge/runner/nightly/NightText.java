package io.weighbridge.runner.nightly;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.StepRecord;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A night, for people. */
final class NightText {
    private NightText() {}

    /** A step that has ended, on one line. */
    static String line(NightStep step, StepRecord record) {
        JsonNode result = record.result();
        return format(
                "  %-13s %-8s %7.1f s  %s",
                step.label(),
                record.status().label(),
                record.seconds(),
                result == null ? String.valueOf(record.message()) : said(step, result));
    }

    private static String said(NightStep step, JsonNode result) {
        return switch (step) {
            case INGEST, INGEST_RUN ->
                format(
                        "%,d rows read: %,d accepted, %,d duplicate, %,d quarantined",
                        result.path("read").asLong(),
                        result.path("accepted").asLong(),
                        result.path("duplicate").asLong(),
                        result.path("quarantined").asLong());
            case AUDIT, REPORT ->
                format(
                        "%,d calls, %s spent, %d tasks and models decided, %d not",
                        result.path("calls").asLong(),
                        dollars(result.path("spend_usd").asText()),
                        verdicts(result, "smaller-suffices") + verdicts(result, "frontier-needed"),
                        verdicts(result, "undecided") + verdicts(result, "unknown"));
            case CERTIFY -> "the current policy " + promise(result);
            case TRAIN -> "the trained policy " + promise(result);
            case RUN ->
                format(
                        "%,d of %,d answered for %s, %,d need a person, %,d not started",
                        result.path("succeeded").asLong(),
                        result.path("items").asLong(),
                        dollars(result.path("cost_usd").asText()),
                        result.path("needs_human").asLong(),
                        result.path("not_started").asLong());
        };
    }

    private static String promise(JsonNode result) {
        JsonNode certificate = result.path("certificate");
        return certificate.path("certified").asBoolean(false)
                ? "loses at most " + certificate.path("max_quality_loss").asText() + " at confidence "
                        + certificate.path("confidence").asText()
                : "is not certified";
    }

    /**
     * How the night ended.
     *
     * @param now when, if it has not
     */
    static String text(NightSummary night, Path folder, Instant now) {
        return format(
                "night %s: %,d items, %,d succeeded, %,d need a person, %,d not started, %s in %d s; %s%nreport  %s%nnight   %s",
                night.nightId(),
                orZero(night.items()),
                orZero(night.succeeded()),
                orZero(night.needsHuman()),
                orZero(night.notStarted()),
                dollars(night.costUsd()),
                Duration.between(night.begunAt(), night.endedAt() == null ? now : night.endedAt())
                        .toSeconds(),
                policy(night),
                night.report(),
                folder.resolve("night.json"));
    }

    private static String policy(NightSummary night) {
        if (night.certifiedUntil() == null) {
            return "no cheaper policy is certified, every call went to its incumbent";
        }
        return "by the " + night.policyFrom() + " policy, certified until " + night.certifiedUntil();
    }

    private static long verdicts(JsonNode audit, String kind) {
        return audit.path("verdict_counts").path(kind).asLong();
    }

    private static String dollars(@Nullable String exact) {
        return exact == null || exact.isEmpty() ? "an unknown cost" : Dollars.display(Usd.parse(exact));
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static String format(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
