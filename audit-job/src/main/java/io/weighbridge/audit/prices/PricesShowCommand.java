package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.HostingCost;
import io.weighbridge.tokenlog.ModelPrice;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Rate;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weighbridge prices show}: the prices in force here. */
@Command(
        name = "show",
        description = "Shows the prices in force here, all or those of models whose name contains MODEL.",
        footer = "  weighbridge prices show gpt-4.1")
final class PricesShowCommand extends JobCommand {
    @Option(names = "--prices", paramLabel = "FILE", description = "Price book over the built-in one; may be repeated.")
    private List<Path> prices = List.of();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Part of a model's name.")
    private @Nullable String model;

    @Override
    protected Summary run() {
        PriceBook book = PriceBooks.over(settings(), prices);
        List<Line> lines =
                book.entries().stream().filter(this::isWanted).map(Line::of).toList();
        if (lines.isEmpty()) {
            throw new BadInputException("the price book has no model whose name contains " + model);
        }
        String header = String.format(
                Locale.ROOT,
                "%-40s %-14s %-9s %12s %12s  %s",
                "model",
                "provider",
                "tier",
                "USD/M in",
                "USD/M out",
                "source");
        return new Summary(
                header + "\n" + lines.stream().map(Line::text).collect(Collectors.joining("\n")),
                new Json(book.version(), lines));
    }

    private boolean isWanted(ModelPrice price) {
        return model == null
                || price.model().contains(model)
                || price.aliases().stream().anyMatch(alias -> alias.contains(model));
    }

    /** The result line of {@code --json}. */
    record Json(String version, List<Line> prices) {}

    /** One price; rates are USD per million tokens. */
    record Line(
            String model,
            @Nullable String provider,
            @Nullable String serviceTier,
            @Nullable String inputUsdPerMillion,
            @Nullable String outputUsdPerMillion,
            String source,
            LocalDate asOf) {

        static Line of(ModelPrice price) {
            return new Line(
                    price.model(),
                    price.provider(),
                    price.serviceTier(),
                    rate(price.prices().input()),
                    rate(price.prices().output()),
                    source(price),
                    price.asOf());
        }

        /** With the figures behind a price that is derived. */
        private static String source(ModelPrice price) {
            HostingCost hosting = price.hosting();
            String currency = price.currency();
            return (currency == null ? "" : "in " + currency + ", ")
                    + price.source()
                    + (hosting == null ? "" : "; " + hosting.derivation());
        }

        private static @Nullable String rate(@Nullable Rate rate) {
            return rate == null ? null : rate.usdPerMillionTokens().toPlainString();
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-40s %-14s %-9s %12s %12s  %s, %s",
                    model,
                    provider == null ? "any" : provider,
                    serviceTier == null ? "standard" : serviceTier,
                    inputUsdPerMillion == null ? "unknown" : inputUsdPerMillion,
                    outputUsdPerMillion == null ? "unknown" : outputUsdPerMillion,
                    source,
                    asOf);
        }
    }
}
