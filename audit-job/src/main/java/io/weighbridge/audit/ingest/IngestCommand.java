package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeLease;
import io.weighbridge.audit.lake.RowCounts;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.cli.TextRetention;
import io.weighbridge.tokenlog.PriceBook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weighbridge ingest}: logs into the lake. */
@Command(
        name = "ingest",
        description = "Reads logs of model calls and outcomes into a lake, each row once.",
        footer = "  weighbridge ingest --lake lake --mapping columns.yaml exports/calls.csv.gz")
public final class IngestCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "Directory or Hadoop file-system URI of the lake.")
    private @Nullable String lake;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, canonical, outcomes, litellm, langfuse, helicone, otel, openai-batch, anthropic-batch,"
                    + " provider-usage, focus or csv (default: ${DEFAULT-VALUE}).")
    private String format = "auto";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "When rows happened that carry no time, such as results of batches (default: the file's time).")
    private @Nullable Instant at;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "What the columns of a CSV mean, and their time zone.")
    private @Nullable Path mapping;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price book over the built-in one; may be repeated.")
    private List<Path> prices = List.of();

    @Option(
            names = "--text",
            paramLabel = "keep|features|none",
            description =
                    "What is stored of prompts and responses: the texts, what models see of prompts as numbers, or"
                            + " nothing (default: keep).")
    private @Nullable TextRetention text;

    @Option(
            names = "--feature-share",
            paramLabel = "SHARE",
            description =
                    "With --text features: share of the calls without an outcome whose features are all kept, 0 to 1"
                            + " (default: 0.01).")
    private @Nullable Double featureShare;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Files, folders or globs; plain, gzip, zstd or Parquet.")
    private List<String> paths = List.of();

    @Override
    protected Summary run() {
        long begun = System.nanoTime();
        String root = lake(lake);
        Settings settings = settings();
        PriceBook book = PriceBooks.over(settings, prices);
        ReadingRules rules = rules(settings, book);
        FeatureSample sample = sample(settings, rules.texts().keepsFeatures());
        Done done = SparkSessions.run("ingest", spark -> ingest(spark, root, rules, book, sample));
        refuseUnreadable(done.result());
        return summary(done, Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What was found, and what became of it. */
    private record Done(Inventory inventory, IngestResult result) {}

    private ReadingRules rules(Settings settings, PriceBook book) {
        TextRetention retention = text == null ? settings.text() : text;
        return new ReadingRules(
                settings.texts(retention, console().environment()),
                mapping == null ? null : MappingFile.read(mapping),
                book.toJson(),
                settings.aliases(),
                new TaskAssignment(settings.tasks()),
                at);
    }

    private @Nullable FeatureSample sample(Settings settings, boolean keepsFeatures) {
        if (!keepsFeatures) {
            if (featureShare != null) {
                throw new BadInputException("--feature-share: needs --text features");
            }
            return null;
        }
        double share = featureShare == null ? settings.featureShare() : featureShare;
        if (!(share >= 0 && share <= 1)) {
            throw new BadInputException("--feature-share: must be from 0 to 1, was " + share);
        }
        return new FeatureSample(share);
    }

    private Done ingest(
            SparkSession spark, String root, ReadingRules rules, PriceBook book, @Nullable FeatureSample sample) {
        Inventory inventory = InventoryTaking.of(
                        format, rules.options(), spark.sparkContext().hadoopConfiguration())
                .take(paths);
        requireReadable(inventory);
        for (Inventory.Detection detection : inventory.detections()) {
            console()
                    .err()
                    .printf(
                            Locale.ROOT,
                            "ingest: %,d read as %s: %s%n",
                            detection.files(),
                            detection.format(),
                            detection.reason());
        }
        Lake into = Lake.at(spark, root);
        try (LakeLease lease = LakeLease.toWrite(into);
                Progress progress = progress("ingest: tables committed", -1)) {
            AtomicInteger committed = new AtomicInteger();
            LakeWriter writer = new LakeWriter(
                    into,
                    Clock.systemUTC(),
                    book.version(),
                    sample,
                    table -> progress.reached(committed.incrementAndGet()));
            return new Done(inventory, new IngestJob(into, rules, writer).run(inventory));
        }
    }

    private static void requireReadable(Inventory inventory) {
        if (inventory.files().isEmpty()) {
            throw new BadInputException(String.join("\n", inventory.unreadable()));
        }
    }

    /** The good files are in the lake by now; the exit status still says that something was wrong. */
    private static void refuseUnreadable(IngestResult result) {
        if (!result.unreadable().isEmpty()) {
            List<String> lines = new ArrayList<>(result.unreadable());
            lines.add("The other files were ingested: " + sentence(result.rows()) + ".");
            throw new BadInputException(String.join("\n", lines));
        }
    }

    private static Summary summary(Done done, Duration took) {
        IngestResult result = done.result();
        double seconds = took.toMillis() / 1000.0;
        Json json = new Json(
                String.join(",", result.formats()),
                result.files(),
                result.rows().read(),
                result.rows().accepted(),
                result.rows().duplicate(),
                result.rows().quarantined(),
                result.rows().superseded(),
                seconds,
                done.inventory().detections());
        String known = result.known() == 0 ? "" : " (" + result.known() + " known already)";
        return new Summary(
                String.format(
                        Locale.ROOT,
                        "%d files%s: %s in %.1f s",
                        result.files(),
                        known,
                        sentence(result.rows()),
                        seconds),
                json);
    }

    private static String sentence(RowCounts rows) {
        String counts = String.format(
                Locale.ROOT,
                "%,d rows read = %,d accepted + %,d duplicate + %,d quarantined",
                rows.read(),
                rows.accepted(),
                rows.duplicate(),
                rows.quarantined());
        return rows.superseded() == 0
                ? counts
                : counts + String.format(Locale.ROOT, " (%,d superseded an earlier row)", rows.superseded());
    }

    /** The result line of {@code --json}. */
    record Json(
            String format,
            int files,
            long read,
            long accepted,
            long duplicate,
            long quarantined,
            long superseded,
            double seconds,
            List<Inventory.Detection> detected) {}
}
