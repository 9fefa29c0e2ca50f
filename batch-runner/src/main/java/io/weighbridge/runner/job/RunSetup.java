package io.weighbridge.runner.job;

import io.weighbridge.cli.CallLimits;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.forecast.Survey;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.metrics.RunMetrics;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run needs, resolved and checked before Spring starts.
 *
 * @param directory of the run in the lake
 * @param inputs hashes of policy and workload; a resumed run must have the same
 * @param budget the cap over all processes of the run; null is none
 * @param caps of the day, and of tenants, teams, agents and models within the run
 * @param texts what calls.jsonl holds of prompts and answers
 * @param firstWait upper end of the wait before a second attempt
 * @param seed of the jitter of waits
 * @param reuse answers that need no call
 * @param forecast and plan for a deadline; null where there is none
 * @param survey forecasts what is accepted; null where a plan has its forecast, and where nobody asks for one
 * @param metrics of this process
 * @param settling how long after a batch was asked for the provider's list is believed to lack it
 * @param sharing null where this process makes the calls itself
 * @param progress shows how far the answering is, given the number of items
 */
public record RunSetup(
        String runId,
        Path directory,
        Path workload,
        RunInputs inputs,
        JournalDatabase database,
        Routing routing,
        Providers providers,
        CallPrices prices,
        CallLimits limits,
        @Nullable Usd budget,
        SpendCaps caps,
        TextPolicy texts,
        Duration firstWait,
        long seed,
        Clock clock,
        LongFunction<Progress> progress,
        Mode mode,
        Verification verification,
        Reuse reuse,
        RunMetrics metrics,
        @Nullable Forecast forecast,
        @Nullable Survey survey,
        Duration settling,
        @Nullable Sharing sharing) {

    /** How items are put to providers. */
    public enum Mode {
        /** Each by a call of its own. */
        SYNC,
        /** In batches where the provider of their model has a batch API, else each by a call of its own. */
        BATCH
    }

    /** Whether items of a model wait in batches. */
    boolean isBatched(String model) {
        return mode == Mode.BATCH && !isTimeForCalls() && providers.of(model).hasBatchApi();
    }

    /** Whether only calls can still keep the deadline. */
    boolean isTimeForCalls() {
        return forecast != null && forecast.isTimeForCalls(clock.instant());
    }
}
