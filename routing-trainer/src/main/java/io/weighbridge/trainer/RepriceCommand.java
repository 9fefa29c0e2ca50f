package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.RepriceJob;
import io.weighbridge.trainer.train.RepriceResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge policy reprice}: a policy at other prices. */
@Command(
        name = "reprice",
        description = "Flattens other prices into a policy and chooses anew where they lead. Reads no labels.",
        footer = "  weighbridge policy reprice --policy policy.json --prices prices.json --out repriced.json")
final class RepriceCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy.")
    private Path policy = Path.of("policy.json");

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Price book over the configured ones; may be repeated.")
    private List<Path> prices = List.of();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the policy.")
    private Path out = Path.of("repriced.json");

    @Override
    protected Summary run() throws IOException {
        RepriceResult result = new RepriceJob(settings(), InstantSource.system()).run(policy, prices, out);
        return new Summary(text(result), result);
    }

    private String text(RepriceResult result) {
        if (result.repricedModels().isEmpty()) {
            return "No candidate's price differs in book " + result.priceVersion() + "; the policy is as it was, in "
                    + out;
        }
        StringBuilder text = new StringBuilder();
        for (RepriceResult.Task task : result.tasks()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %s → %s, saves %s → %s USD a call against %s%n",
                    task.task(),
                    task.modelBefore(),
                    task.model(),
                    money(task.savingUsdBefore()),
                    money(task.savingUsd()),
                    task.incumbent()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "New prices for %s.%s Policy in %s",
                        String.join(", ", result.repricedModels()),
                        result.uncertified() ? " UNCERTIFIED until weighbridge certify." : "",
                        out))
                .toString();
    }

    private static String money(@Nullable BigDecimal usd) {
        return usd == null ? "unknown" : usd.stripTrailingZeros().toPlainString();
    }
}
