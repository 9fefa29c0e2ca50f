package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeChangedException;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.PriceBook;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge prices recompute}: what another price book makes of the calls of a lake. */
@Command(
        name = "recompute",
        description = {
            "Shows by day and model what another price book makes of the calls of a lake.",
            "With --apply the lake takes over its costs and its version; billed costs stay as they are."
        },
        footer = "  weighbridge prices recompute --lake lake --prices new-prices.json --apply")
final class PricesRecomputeCommand extends JobCommand {
    private static final int MOST_LINES = 50;

    @Option(names = "--lake", paramLabel = "DIR", description = "Directory or Hadoop file-system URI of the lake.")
    private @Nullable String lake;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price book over the built-in one; may be repeated.")
    private List<Path> prices = List.of();

    @Option(names = "--apply", description = "Write the costs of this book into the lake.")
    private boolean apply;

    @Override
    protected Summary run() {
        String root = lake(lake);
        if (prices.isEmpty()) {
            throw new BadInputException("--prices: is required: the price book to compute with");
        }
        Settings settings = settings();
        PriceBook book = PriceBooks.over(settings, prices);
        Recomputation.Result result = SparkSessions.run("prices recompute", spark -> {
            try (Progress progress = progress("prices recompute: steps", apply ? 2 : 1)) {
                return recompute(new Recomputation(Lake.at(spark, root), book, settings.aliases(), progress));
            }
        });
        boolean applied = apply && (result.stale() > 0 || !result.differences().isEmpty());
        return new Summary(
                text(result, book.version(), applied),
                new Json(book.version(), applied, result.calls(), result.stale(), result.differences()));
    }

    private Recomputation.Result recompute(Recomputation recomputation) {
        try {
            return apply ? recomputation.apply() : recomputation.compare();
        } catch (LakeChangedException e) {
            throw new JobFailedException(
                    String.valueOf(e.getMessage()), "the same weighbridge prices recompute again", e);
        }
    }

    private static String text(Recomputation.Result result, String version, boolean applied) {
        List<PriceDifference> differences = result.differences();
        long changed = differences.stream().mapToLong(PriceDifference::changed).sum();
        String lines = differences.stream()
                .limit(MOST_LINES)
                .map(difference -> "\n  " + difference.text())
                .collect(Collectors.joining());
        int more = differences.size() - MOST_LINES;
        return version + " changes " + changed + " of " + result.calls() + " calls"
                + (applied ? ", written into the lake" : "")
                + lines
                + (more > 0 ? "\n  and " + more + " more days and models; --json has all" : "");
    }

    /** The result line of {@code --json}. */
    record Json(String version, boolean applied, long calls, long stale, List<PriceDifference> differences) {}
}
