package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.PriceBook;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge anomalies}. */
@Command(
        name = "anomalies",
        description = {
            "Says what was unusual on the last days of a window: spend in all, by team, task and model, each against its own history;",
            "new models; dearer prices; runaway loops; retry storms. Over all that is tested, false_alarms_per_month (setting, default 1)",
            "are to be expected, up to half as many again where single days are far dearer than all others. The exit status is 0 whether or not anything was unusual: in JSON \"findings\" is a list, empty where",
            "nothing was; the text begins with \"nothing unusual\" or the number of findings."
        },
        footer = {
            "  weighbridge anomalies --lake lake",
            "  weighbridge anomalies --lake lake --days 7 --json | jq -e '.findings == []'"
        })
public final class AnomaliesCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to look at.")
    private @Nullable String lake;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "Judge no day before it, UTC; they are history all the same (default: the first there is).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, UTC (default: the last there is).")
    private @Nullable LocalDate to;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "1",
            description = "Judge each of the last N days with calls (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = new ArrayList<>();

    @Override
    protected Summary run() {
        Settings settings = settings();
        if (from != null && to != null && to.isBefore(from)) {
            throw new BadInputException("--to: must not be before --from, was " + to + " < " + from);
        }
        AnomalyOptions options = AnomalyOptions.of(settings.anomalies(), days);
        PriceBook book = PriceBooks.over(settings, prices);
        String root = lake(lake);
        Anomalies anomalies = SparkSessions.run("anomalies", spark -> {
            Lake at = Lake.at(spark, root).pinned();
            Rollups rollups = new Rollups(at, settings.tasks(), CacheLifetimes.of(settings));
            return new AnomalyJob(options, book).run(at, rollups, from, to);
        });
        if (anomalies.from() == null) {
            throw new BadInputException(root + ": the lake holds no calls in these days");
        }
        return new Summary(text(anomalies), anomalies);
    }

    private static String text(Anomalies anomalies) {
        StringBuilder text = new StringBuilder(anomalies.count() == 0 ? "nothing unusual" : anomalies.phrase());
        text.append(" from " + anomalies.from() + " to " + anomalies.to() + "; " + anomalies.lookedAt());
        anomalies.notJudged().forEach((kind, reason) -> text.append("%n%s: %s".formatted(kind, reason)));
        for (Anomaly finding : anomalies.findings()) {
            text.append("%n%s %s %s %s: %s; %s%s"
                    .formatted(
                            finding.day(),
                            finding.kind(),
                            finding.dimension(),
                            printable(finding.name()),
                            finding.explanation(),
                            Dollars.display(finding.spendUsd()),
                            finding.excessUsd() == null
                                    ? ""
                                    : ", " + Dollars.display(finding.excessUsd()) + " above what was expected"));
        }
        anomalies.notListed().forEach((kind, more) -> text.append("%n%d more of %s".formatted(more, kind)));
        return text.toString();
    }

    /** Names are from the log, and a terminal obeys some characters. */
    private static String printable(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean isHarmless = type != Character.CONTROL && type != Character.SURROGATE && type != Character.FORMAT;
            out.appendCodePoint(isHarmless ? c : 0xFFFD);
        });
        return out.toString();
    }
}
