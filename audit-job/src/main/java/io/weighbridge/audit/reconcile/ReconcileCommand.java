package io.weighbridge.audit.reconcile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge reconcile}: the lake beside a provider's bill. */
@Command(
        name = "reconcile",
        description =
                "Compares the lake with a provider's bill by day and model, and explains each difference. The bill is a"
                        + " CSV with the columns day, model and cost_usd; others are ignored. Days are those of the bill unless"
                        + " given.",
        footer = "  weighbridge reconcile --lake lake --invoice october.csv")
public final class ReconcileCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to compare.")
    private @Nullable String lake;

    @Option(names = "--invoice", paramLabel = "FILE", required = true, description = "The bill.")
    private @Nullable Path invoice;

    @Option(names = "--from", paramLabel = "DAY", description = "First day (default: the bill's first).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day (default: the bill's last).")
    private @Nullable LocalDate to;

    @Override
    protected Summary run() {
        Path file = Objects.requireNonNull(invoice);
        Invoice bill = Invoice.read(file, settings().aliases());
        if (bill.costs().isEmpty()) {
            throw new BadInputException(file + ": has no rows");
        }
        LocalDate first = from != null ? from : bill.costs().firstKey().day();
        LocalDate last = to != null ? to : bill.costs().lastKey().day();
        var billed = new TreeMap<Invoice.Cell, BigDecimal>(bill.costs());
        billed.keySet()
                .removeIf(cell -> cell.day().isBefore(first) || cell.day().isAfter(last));
        String root = lake(lake);
        Reconciliation result = SparkSessions.run("reconcile", spark -> {
            var calls = Lake.at(spark, root)
                    .calls()
                    .filter(col("day").geq(lit(first)).and(col("day").leq(lit(last))));
            return Reconciliation.of(billed, LakeCells.of(calls));
        });
        return new Summary(text(result, first, last), json(result, first, last));
    }

    private static String text(Reconciliation result, LocalDate first, LocalDate last) {
        StringBuilder text = new StringBuilder("%s to %s: bill %s, lake %s, difference %s"
                .formatted(
                        first,
                        last,
                        Dollars.exact(result.billUsd()),
                        Dollars.exact(result.lakeUsd()),
                        Dollars.exact(result.billUsd().subtract(result.lakeUsd()))));
        result.reasons()
                .forEach((reason, usd) -> text.append("\n  %-24s %18s".formatted(reason.label(), Dollars.exact(usd))));
        for (Reconciliation.Line line : result.lines()) {
            if (!line.reasons().isEmpty()) {
                text.append("\n%s %-32s bill %18s lake %18s  %s"
                        .formatted(
                                line.day(),
                                printable(line.model()),
                                Dollars.exact(line.billUsd()),
                                Dollars.exact(line.lakeUsd()),
                                reasons(line.reasons())));
            }
        }
        return text.toString();
    }

    private static String reasons(Map<Reason, BigDecimal> reasons) {
        return reasons.entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + Dollars.exact(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Names of models come from logs and may hold control characters. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{C}", "?");
        return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
    }

    private static Json json(Reconciliation result, LocalDate first, LocalDate last) {
        List<JsonLine> lines = result.lines().stream()
                .filter(line -> !line.reasons().isEmpty())
                .map(line -> new JsonLine(
                        line.day(),
                        line.model(),
                        line.billUsd(),
                        line.lakeUsd(),
                        line.differenceUsd(),
                        explained(line.reasons())))
                .toList();
        return new Json(
                first,
                last,
                result.billUsd(),
                result.lakeUsd(),
                result.billUsd().subtract(result.lakeUsd()),
                explained(result.reasons()),
                lines);
    }

    private static List<Explained> explained(Map<Reason, BigDecimal> reasons) {
        return reasons.entrySet().stream()
                .map(entry -> new Explained(entry.getKey().label(), entry.getValue()))
                .toList();
    }

    /** A part of a difference. */
    record Explained(String reason, BigDecimal usd) {}

    /** A day and model that differs. */
    record JsonLine(
            LocalDate day,
            String model,
            BigDecimal billUsd,
            BigDecimal lakeUsd,
            BigDecimal differenceUsd,
            List<Explained> explained) {}

    /** The result line of {@code --json}. */
    record Json(
            LocalDate from,
            LocalDate to,
            BigDecimal billUsd,
            BigDecimal lakeUsd,
            BigDecimal differenceUsd,
            List<Explained> explained,
            List<JsonLine> lines) {}
}
