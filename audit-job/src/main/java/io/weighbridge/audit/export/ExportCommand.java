package io.weighbridge.audit.export;

import io.weighbridge.audit.finetune.FinetuneCommand;
import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Summary;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.CanonicalCallJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weighbridge export}: what leaves the lake for other tools. */
@Command(
        name = "export",
        description =
                "Writes spend as FOCUS 1.3 rows or as a table, or the calls as canonical JSON lines; or a set of examples"
                        + " for fine-tuning.",
        customSynopsis = {
            "weighbridge export [--lake=DIR] --as=focus|calls|spend --out=FILE [OPTION]...",
            "       weighbridge export finetune [OPTION]..."
        },
        subcommands = FinetuneCommand.class,
        footer = {
            "  weighbridge export --lake lake --as focus --out focus.csv --from 2026-10-01 --to 2026-10-31",
            "  weighbridge export finetune --lake lake --task triage --out triage-set"
        })
public final class ExportCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake to export from.")
    private @Nullable String lake;

    @Option(
            names = "--as",
            paramLabel = "focus|calls|spend",
            description = "focus and spend: .csv or .parquet; calls: .jsonl or .jsonl.gz.")
    private @Nullable Kind kind;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write; replaced if it exists.")
    private @Nullable Path out;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, UTC (default: the first there is).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, UTC (default: the last there is).")
    private @Nullable LocalDate to;

    @Spec
    private @Nullable CommandSpec spec;

    private enum Kind {
        FOCUS,
        CALLS,
        SPEND
    }

    @Override
    protected Summary run() {
        requireGiven(kind, "--as=focus|calls|spend", out, "--out=FILE");
        Kind as = java.util.Objects.requireNonNull(kind);
        Path file = java.util.Objects.requireNonNull(out);
        requireEnding(as, file);
        String root = lake(lake);
        List<TaskRule> rules = settings().tasks();
        CacheLifetimes lifetimes = CacheLifetimes.of(settings());
        long rows = SparkSessions.run("export", spark -> {
            Lake at = Lake.at(spark, root).pinned();
            return switch (as) {
                case FOCUS -> write(FocusTable.of(inWindow(at.calls())), file);
                case SPEND -> write(SpendRows.of(new Rollups(at, rules, lifetimes).ledger(from, to)), file);
                case CALLS -> writeCalls(inWindow(at.calls()), file);
            };
        });
        String name = as.name().toLowerCase(Locale.ROOT);
        return new Summary("%s: %,d rows (%s)".formatted(file, rows, name), new Json(name, rows, file));
    }

    /** Not left to the parser, which would ask for them beside a subcommand too. */
    private void requireGiven(@Nullable Object first, String firstName, @Nullable Object second, String secondName) {
        if (first != null && second != null) {
            return;
        }
        String missing = first != null
                ? "option: '" + secondName
                : second != null ? "option: '" + firstName : "options: '" + firstName + "', '" + secondName;
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Missing required " + missing + "'");
    }

    private static void requireEnding(Kind kind, Path file) {
        String pattern = kind == Kind.CALLS ? ".*\\.jsonl(\\.gz)?" : ".*\\.(csv|parquet)";
        if (!file.toString().matches(pattern)) {
            throw new BadInputException("--out: must end with "
                    + (kind == Kind.CALLS ? ".jsonl or .jsonl.gz" : ".csv or .parquet") + ", was " + file);
        }
    }

    private Dataset<Row> inWindow(Dataset<Row> calls) {
        return CallWindow.of(calls, from, to);
    }

    private static long write(Table table, Path file) {
        boolean isParquet = file.toString().endsWith(".parquet");
        OutputFile.write(file, part -> {
            if (isParquet) {
                TableFile.writeParquet(table, part);
            } else {
                TableFile.writeCsv(table, part);
            }
        });
        return table.rows().size();
    }

    private long writeCalls(Dataset<Row> calls, Path file) {
        boolean isGzip = file.toString().endsWith(".gz");
        AtomicLong written = new AtomicLong();
        try (Progress progress = progress("export: calls", -1)) {
            OutputFile.write(file, part -> {
                try (BufferedWriter lines = writer(part, isGzip)) {
                    Iterator<Row> rows =
                            calls.orderBy("day", "source", "call_id").toLocalIterator();
                    while (rows.hasNext()) {
                        lines.write(CanonicalCallJson.toJson(CallTable.call(rows.next())));
                        lines.write('\n');
                        progress.reached(written.incrementAndGet());
                    }
                }
            });
        }
        return written.get();
    }

    private static BufferedWriter writer(Path file, boolean isGzip) throws IOException {
        var bytes = Files.newOutputStream(file);
        return new BufferedWriter(
                new OutputStreamWriter(isGzip ? new GZIPOutputStream(bytes) : bytes, StandardCharsets.UTF_8));
    }

    /** The result line of {@code --json}. */
    record Json(String as, long rows, Path out) {}
}
