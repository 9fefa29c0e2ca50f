package io.weighbridge.audit.drift;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What watching a policy found, as its JSON spells it in snake_case.
 *
 * @param policy id of what was written: another one where the certificate was withdrawn
 * @param watched id of the policy that was watched
 * @param alarmAt when the call of the alarm was made; null without an alarm
 * @param routedCalls answered calls of the policy
 * @param shadowedCalls those of the shadow share
 * @param watchedCalls shadowed calls up to the first whose loss is unknown
 * @param movedCalls of the watched ones, those that did not go to the incumbent
 * @param waitingCalls shadowed calls whose loss is unknown
 * @param askedAnswers answers that the plan asks for; 0 without one
 * @param withoutPrompt waiting calls that cannot be asked again, since their prompts were not kept
 * @param watchedUntil when the last watched call was made; null without any
 * @param meanLoss of the watched calls
 * @param maxQualityLoss of the certificate
 * @param evidence the alarm is raised where it reaches the average run length
 */
record DriftResult(
        String policy,
        String watched,
        boolean alarm,
        @Nullable Instant alarmAt,
        long routedCalls,
        long shadowedCalls,
        long watchedCalls,
        long movedCalls,
        long waitingCalls,
        long askedAnswers,
        long withoutPrompt,
        @Nullable Instant watchedUntil,
        double meanLoss,
        double maxQualityLoss,
        double share,
        double evidence,
        double averageRunLength) {

    String text() {
        return String.format(
                Locale.ROOT,
                "%s%,d calls routed, %,d shadowed, %,d of them watched%s: mean loss %.4f (certified %s)%s%s",
                alarm ? "ALARM at the call of " + alarmAt + ", the certificate is withdrawn: " : "",
                routedCalls,
                shadowedCalls,
                watchedCalls,
                watchedUntil == null ? "" : " until " + watchedUntil,
                meanLoss,
                maxQualityLoss,
                waitingCalls == 0 ? "" : String.format(Locale.ROOT, "; %,d wait for answers", waitingCalls),
                askedAnswers == 0 ? "" : String.format(Locale.ROOT, ", %,d of which are asked for", askedAnswers));
    }
}
