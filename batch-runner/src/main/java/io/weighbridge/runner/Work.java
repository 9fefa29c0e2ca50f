package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.Sharing;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.Routing;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workload with everything that its models need.
 *
 * @param file OpenAI batch request lines
 * @param inputs what makes two runs the same
 * @param providers of every model that an item can go to, by model; empty where any that serves it will do
 * @param pricedBy where the prices come from, for messages
 * @param routing of a run by its id
 * @param verification what answers must pass
 * @param reuse answers that need no call
 * @param again the command that goes on with it, without the lake and the run
 * @param origin the same as it is kept
 * @param latency of a model, where it is known
 * @param sharing what workers are told, made when there are to be any
 * @param onlyOnce whether a run of the same inputs that has ended is not repeated
 */
record Work(
        Path file,
        RunInputs inputs,
        Map<String, String> providers,
        CallPrices prices,
        String pricedBy,
        Function<String, Routing> routing,
        Verification verification,
        Reuse reuse,
        String again,
        RunOrigin origin,
        Function<String, Optional<Duration>> latency,
        Telling sharing,
        boolean onlyOnce) {

    /** Says what workers need to know, which may take reading it. */
    @FunctionalInterface
    interface Telling {
        Sharing get(Settings settings) throws IOException;
    }

    /** @throws BadInputException if a model that a cap holds for has no price, and so no worst case to hold against it */
    void requirePrices(@Nullable Usd budget, SpendCaps caps) {
        boolean isCapped = budget != null
                || caps.day() != null
                || !caps.tenants().isEmpty()
                || !caps.teams().isEmpty()
                || !caps.agents().isEmpty();
        for (String model : providers.keySet()) {
            if (prices.knows(model)) {
                continue;
            }
            if (isCapped) {
                throw new BadInputException(pricedBy + ": model " + model
                        + " must have a price when there is a budget: its calls have no worst case");
            }
            if (caps.models().containsKey(model)) {
                throw new BadInputException(pricedBy + ": model " + model
                        + " must have a price when caps_usd.models has it: its calls have no worst case");
            }
        }
    }
}
