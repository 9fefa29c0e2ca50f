package io.weighbridge.audit.prices;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.prices.GenaiPricesImporter;
import io.weighbridge.tokenlog.prices.ListSource;
import io.weighbridge.tokenlog.prices.LiteLlmPriceImporter;
import io.weighbridge.tokenlog.prices.PriceImport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weighbridge prices import}: a public price list becomes a price book. */
@Command(
        name = "import",
        description = "Turns a price list of LiteLLM or genai-prices into a price book, and says what it leaves out.",
        footer = "  weighbridge prices import --format litellm model_prices.json --as-of 2026-08-21 --out prices.json")
final class PricesImportCommand extends JobCommand {
    @Option(names = "--format", required = true, paramLabel = "NAME", description = "litellm or genai-prices.")
    private String format = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The price book to write.")
    private @Nullable Path out;

    @Option(names = "--as-of", paramLabel = "DAY", description = "The day of the list (default: the file's own date).")
    private @Nullable LocalDate asOf;

    @Parameters(paramLabel = "FILE", description = "The list, plain or gzip.")
    private @Nullable Path list;

    @Override
    protected Summary run() throws IOException {
        Path from = Objects.requireNonNull(list);
        Path to = Objects.requireNonNull(out);
        PriceImport imported = read(from);
        imported.book().write(to);
        return summary(to, imported);
    }

    private PriceImport read(Path from) throws IOException {
        String json = PriceFiles.text(from);
        LocalDate day = asOf == null ? PriceFiles.day(from) : asOf;
        ListSource source = new ListSource(from.getFileName().toString(), day);
        try {
            return switch (format) {
                case "litellm" -> LiteLlmPriceImporter.read(json, source);
                case "genai-prices" -> GenaiPricesImporter.read(json, source);
                default -> throw new BadInputException("--format: must be litellm or genai-prices, was " + format);
            };
        } catch (InvalidRecordException e) {
            throw new BadInputException(from + ": " + e.getMessage(), e);
        }
    }

    private static Summary summary(Path to, PriceImport imported) {
        Map<String, Long> leftOut = imported.leftOutByReason();
        int prices = imported.book().entries().size();
        String reasons = leftOut.entrySet().stream()
                .map(reason -> "\n  left out " + reason.getValue() + ": " + reason.getKey())
                .collect(Collectors.joining());
        return new Summary(
                to + ": " + prices + " prices, version " + imported.book().version() + reasons,
                new Json(to, prices, imported.book().version(), leftOut));
    }

    /** The result line of {@code --json}. */
    record Json(Path out, int prices, String version, Map<String, Long> leftOut) {}
}
