package io.weighbridge.audit.prices;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.PriceBook;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge prices check}: which models of a lake have no price. */
@Command(
        name = "check",
        description = "Names the models of a lake that the price book does not price, with their calls.",
        footer = "  weighbridge prices check --lake lake --prices prices.json")
final class PricesCheckCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "Directory or Hadoop file-system URI of the lake.")
    private @Nullable String lake;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price book over the built-in one; may be repeated.")
    private List<Path> prices = List.of();

    @Override
    protected Summary run() {
        String root = lake(lake);
        Settings settings = settings();
        PriceBook book = PriceFiles.over(settings, prices);
        PriceCoverage coverage = SparkSessions.run(
                "prices check", spark -> PriceCoverage.of(Lake.at(spark, root), book, settings.aliases()));
        return new Summary(text(coverage), new Json(book.version(), coverage.priced(), coverage.unpriced()));
    }

    private static String text(PriceCoverage coverage) {
        String models =
                coverage.priced() + " models priced, " + coverage.unpriced().size() + " without a price";
        return models
                + coverage.unpriced().stream()
                        .map(model -> "\n  " + model.model() + ": " + model.calls() + " calls")
                        .collect(Collectors.joining());
    }

    /** The result line of {@code --json}. */
    record Json(String version, int priced, List<PriceCoverage.UnpricedModel> unpriced) {}
}
