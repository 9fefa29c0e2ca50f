package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.PriceConflict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge prices check}: which models of a lake have no price, and what is doubtful in the price book. */
@Command(
        name = "check",
        description = {
            "Names the models of a lake that the price book does not price, with their calls, tokens and days; prices of 0",
            "that are not said to be free; and prices of one layer that contradict one another."
        },
        footer = "  weighbridge prices check --lake lake --prices prices.json")
final class PricesCheckCommand extends JobCommand {
    private static final int MOST_LINES = 50;

    @Option(names = "--lake", paramLabel = "DIR", description = "Directory or Hadoop file-system URI of the lake.")
    private @Nullable String lake;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price book over the built-in one; may be repeated.")
    private List<Path> prices = List.of();

    @Override
    protected Summary run() {
        String root = lake(lake);
        Settings settings = settings();
        PriceBook book = PriceBooks.over(settings, prices);
        PriceCoverage coverage;
        List<Conflict> conflicts;
        try (Progress progress = progress("prices check: steps", 2)) {
            coverage = SparkSessions.run(
                    "prices check", spark -> PriceCoverage.of(Lake.at(spark, root), book, settings.aliases()));
            progress.reached(1);
            conflicts = PriceConflict.in(book).stream().map(Conflict::of).toList();
            progress.reached(2);
        }
        return new Summary(
                text(coverage, conflicts),
                new Json(book.version(), coverage.priced(), coverage.unpriced(), coverage.zeros(), conflicts));
    }

    private static String text(PriceCoverage coverage, List<Conflict> conflicts) {
        List<String> lines = new ArrayList<>();
        lines.add(coverage.priced() + " models priced, " + coverage.unpriced().size() + " without a price");
        add(lines, "", coverage.unpriced().stream().map(PriceCoverage.UnpricedModel::text));
        add(lines, "zero: ", coverage.zeros().stream().map(PriceCoverage.ZeroPrice::text));
        add(lines, "conflict: ", conflicts.stream().map(Conflict::text));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String kind, Stream<String> found) {
        List<String> all = found.toList();
        all.stream().limit(MOST_LINES).forEach(line -> lines.add("  " + kind + line));
        if (all.size() > MOST_LINES) {
            lines.add("  " + kind + (all.size() - MOST_LINES) + " more; --json has all");
        }
    }

    /** The result line of {@code --json}. */
    record Json(
            String version,
            int priced,
            List<PriceCoverage.UnpricedModel> unpriced,
            List<PriceCoverage.ZeroPrice> zeros,
            List<Conflict> conflicts) {}

    /**
     * Two prices of one layer for the same calls.
     *
     * @param decides source of the one that is charged
     * @param other source of the other one
     */
    record Conflict(
            String name,
            @Nullable String provider,
            @Nullable String serviceTier,
            @Nullable String region,
            String decides,
            String other) {
        static Conflict of(PriceConflict conflict) {
            ModelPrice price = conflict.decides();
            return new Conflict(
                    conflict.name(),
                    price.provider(),
                    price.serviceTier(),
                    price.region(),
                    price.source() + ", " + price.asOf(),
                    conflict.other().source() + ", " + conflict.other().asOf());
        }

        String text() {
            return name + (provider == null ? "" : " at " + provider) + ": " + decides + " goes before " + other;
        }
    }
}
