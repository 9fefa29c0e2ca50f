package io.weighbridge.audit.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;

import io.weighbridge.audit.anomaly.Anomalies;
import io.weighbridge.audit.anomaly.AnomalyJob;
import io.weighbridge.audit.anomaly.AnomalyOptions;
import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.Evidence;
import io.weighbridge.audit.assessment.EvidenceJob;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.TrainingSet;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.levers.LeverOptions;
import io.weighbridge.audit.levers.Levers;
import io.weighbridge.audit.levers.Levers.Pulled;
import io.weighbridge.audit.report.AuditSummary.Inputs;
import io.weighbridge.audit.report.AuditSummary.Window;
import io.weighbridge.audit.rollup.DayRollup;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.workflow.Workflows;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Build;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.SortableId;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.PriceBook;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One audit of a lake: reads calls and outcomes, computes spend and verdicts, writes {@code audits/ID/}. Equal lakes,
 * options and clocks give equal bytes.
 */
public final class AuditJob {
    private final AuditOptions options;
    private final List<TaskRule> taskRules;
    private final Map<String, String> aliases;
    private final PriceBook prices;
    private final Clock clock;
    private final LeverOptions levers;
    private final AnomalyOptions anomalies;
    private final @Nullable RegisteredWindow registered;

    /** @param registered what the options came from; null where the window was not registered */
    public AuditJob(
            AuditOptions options,
            List<TaskRule> taskRules,
            Map<String, String> aliases,
            PriceBook prices,
            LeverOptions levers,
            AnomalyOptions anomalies,
            Clock clock,
            @Nullable RegisteredWindow registered) {
        this.levers = levers;
        this.anomalies = anomalies;
        this.registered = registered;
        this.options = options;
        this.taskRules = List.copyOf(taskRules);
        this.aliases = new TreeMap<>(aliases);
        this.prices = prices;
        this.clock = clock;
    }

    /** @throws BadInputException if the window holds neither calls nor outcomes */
    public AuditSummary run(Lake current) throws IOException {
        Lake lake = current.pinned();
        Instant now = clock.instant();
        Levers all = new Levers(levers, prices, now);
        String auditId = SortableId.of(now, inputs(lake));
        Rollups rollups = new Rollups(lake, taskRules, levers.lifetimes());
        List<DayRollup> days = rollups.days(options.from(), options.to());
        SpendLedger ledger = Rollups.ledger(days);
        Path path = lake.path("audits/" + auditId);
        AuditFolder folder = new AuditFolder(lake.files(), path);
        Evidence evidence = evidence(lake, ledger, folder, now);
        if (ledger.lines().isEmpty() && evidence.units() == 0) {
            lake.files().delete(path, true);
            throw new BadInputException(nothingToAudit(lake));
        }
        Pulled saved = all.pulled(days, evidence.cheaper(ledger));
        Workflows workflows = Workflows.of(calls(lake), lake.outcomes(), options.confidence());
        Anomalies unusual = new AnomalyJob(anomalies, prices).run(lake, rollups, days);
        Summaries summaries = new Summaries(
                options, ledger, days, evidence, saved, workflows, unusual, recordedInputs(lake, now), registered);
        Window window = window(ledger, lake);
        AuditSummary summary = summaries.summary(auditId, window, "report.html");
        SpendTable.write(folder.files(), folder.file("spend.parquet"), ledger);
        EvidenceTable.write(folder.files(), folder.file("evidence.parquet"), summary.verdicts());
        LeverTable.write(folder.files(), folder.file("levers.parquet"), saved.savings());
        SliceTable.write(
                folder.files(),
                folder.file("slices.parquet"),
                evidence.slices().stream().map(AuditSummary.SliceLine::of).toList());
        AnomalyTable.write(folder.files(), folder.file("anomalies.parquet"), unusual.findings());
        folder.write("summary.json", JsonOutput.pretty(summary));
        folder.write("report.html", new ReportPage(summary).html());
        folder.finish();
        return summaries.summary(
                auditId, window, folder.file("report.html").toUri().getPath());
    }

    private Inputs recordedInputs(Lake lake, Instant now) {
        return new Inputs(
                lake.versions(),
                options,
                taskRules.stream().map(TaskRule::toString).toList(),
                aliases,
                prices.version(),
                levers,
                EvidenceJob.ORDER_SALT,
                now,
                Build.version());
    }

    private Evidence evidence(Lake lake, SpendLedger ledger, AuditFolder folder, Instant now) throws IOException {
        AnswerCosts costs = new AnswerCosts(new CallPricer(prices), now);
        try (TrainingSet training = new TrainingSet(folder.files(), folder.file("training-set.parquet"))) {
            return new EvidenceJob(options, costs, aliases, registered)
                    .run(lake, withTask(lake.calls()), ledger, training);
        }
    }

    private Dataset<Row> calls(Lake lake) {
        return withTask(CallWindow.of(lake.calls(), options.from(), options.to()));
    }

    private Dataset<Row> withTask(Dataset<Row> calls) {
        return calls.withColumn("task", CallTask.column(taskRules));
    }

    /** The days asked for; where none are, the days of the calls, else those of the outcomes. */
    private Window window(SpendLedger ledger, Lake lake) {
        List<LocalDate> days = List.copyOf(ledger.byDay().keySet());
        LocalDate first = days.isEmpty() ? null : days.get(0);
        LocalDate last = days.isEmpty() ? null : days.get(days.size() - 1);
        if (days.isEmpty()) {
            Row dates = lake.outcomes()
                    .agg(
                            min(to_date(col("occurred_at"))).as("first"),
                            max(to_date(col("occurred_at"))).as("last"))
                    .head();
            first = dates.getAs("first");
            last = dates.getAs("last");
        }
        return new Window(otherwise(options.from(), first), otherwise(options.to(), last));
    }

    private static @Nullable LocalDate otherwise(@Nullable LocalDate asked, @Nullable LocalDate found) {
        return asked == null ? found : asked;
    }

    private String[] inputs(Lake lake) {
        List<String> files = lake.sources().select("sha256").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        return new String[] {
            options.toString(),
            taskRules.toString(),
            aliases.toString(),
            prices.version(),
            files.toString(),
            levers.toString(),
            anomalies.toString(),
            String.valueOf(registered)
        };
    }

    private String nothingToAudit(Lake lake) {
        boolean windowed = options.from() != null || options.to() != null;
        return lake.path("calls").getParent().toUri().getPath() + ": the lake holds no calls and no outcomes"
                + (windowed ? " from " + options.from() + " to " + options.to() : "")
                + "; read some first: weighbridge ingest --lake DIR PATH...";
    }
}
