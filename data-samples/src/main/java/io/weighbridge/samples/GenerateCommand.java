package io.weighbridge.samples;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Summary;
import io.weighbridge.samples.month.MonthLogs;
import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.month.MonthWriter;
import io.weighbridge.samples.month.MonthWriter.Written;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samples generate}: writes a month of logs, its replay, the next day's workload and, if wanted, the truth. */
@Command(
        name = "generate",
        description = {
            "Writes a telecom company's month: logs/ (--logs: in which form), outcomes/ (a designed"
                    + " replay with known draw probabilities), workload/ (the next day's requests).",
            "The same options give the same files, line by line. --truth writes what every model would have answered."
        },
        footer = "  weighbridge samples generate --seed 7 --calls 60000 --out month --truth month-truth")
final class GenerateCommand extends JobCommand {
    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(names = "--calls", defaultValue = "60000", description = "Calls of the month (default: ${DEFAULT-VALUE}).")
    private long calls;

    @Option(names = "--days", defaultValue = "30", description = "Days of the month (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--draws", description = "Draws of the replay (default: 40 percent of the calls, at most 24000).")
    private @Nullable Long draws;

    @Option(names = "--next-day", description = "Requests of the next day (default: 8000, at most --calls).")
    private @Nullable Long nextDayCalls;

    @Option(
            names = "--logs",
            paramLabel = "FORM",
            defaultValue = "gateways",
            description = {
                "gateways: LiteLLM's spend logs, then canonical JSON lines; parquet: canonical calls in Parquet; hashed: the same with"
                        + " hashes in the place of prompts (default: ${DEFAULT-VALUE})."
            })
    private MonthLogs logs = MonthLogs.GATEWAYS;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    private @Nullable Path out;

    @Option(names = "--truth", paramLabel = "DIR", description = "Where to write the truth (default: nowhere).")
    private @Nullable Path truth;

    @Override
    protected Summary run() throws Exception {
        Path directory = Objects.requireNonNull(out);
        MonthWriter writer = new MonthWriter(plan(), logs, directory);
        try (Progress progress = progress("days", days)) {
            Written written = writer.write(progress::reached);
            if (truth != null) {
                writer.writeTruth(truth);
            }
            String text = String.format(
                    Locale.ROOT,
                    "%,d calls of %d days, %,d replay draws and %,d requests for the next day written to %s",
                    written.calls(),
                    written.days(),
                    written.draws(),
                    written.nextDayCalls(),
                    directory);
            return new Summary(text, written);
        }
    }

    private MonthPlan plan() {
        try {
            MonthPlan plan = MonthPlan.of(sample.seed(), sample.world(), calls).withDays(days);
            plan = draws == null ? plan : plan.withDraws(draws);
            return nextDayCalls == null ? plan : plan.withNextDayCalls(nextDayCalls);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage(), e);
        }
    }
}
