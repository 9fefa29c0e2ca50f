package io.weighbridge.audit.replay;

import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.prices.PriceFiles;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.window.WindowFiles;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge replay-plan}. */
@Command(
        name = "replay-plan",
        description = {
            "Draws calls to replay on the candidates of every task whose verdict is open, within a budget, and says what it"
                    + " would cost to know.",
            "FILE gets the requests in OpenAI's batch format, and FILE with .draws.jsonl one line a draw: add scores to those"
                    + " with replay-outcomes and ingest them."
        },
        footer = "  weighbridge replay-plan --lake lake --budget 25.00 --out plan.jsonl")
public final class ReplayPlanCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake.")
    private @Nullable String lake;

    @Option(
            names = "--budget",
            required = true,
            paramLabel = "USD",
            description = "The most that all answers may cost.")
    private String budget = "0";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The requests; replaced if it exists.")
    private Path out = Path.of("plan.jsonl");

    @Option(names = "--from", paramLabel = "DAY", description = "First day, UTC (default: the first there is).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, UTC (default: the last there is).")
    private @Nullable LocalDate to;

    @Option(
            names = "--tolerance",
            paramLabel = "LOSS",
            defaultValue = "0.01",
            description = "Loss of mean quality that is acceptable (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--confidence",
            paramLabel = "SHARE",
            defaultValue = "0.95",
            description = "Confidence of all verdicts together (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(names = "--incumbent", paramLabel = "MODEL", description = "As for audit.")
    private @Nullable String incumbent;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "0", description = "Of the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--window", paramLabel = "ID", description = "A registered window, as for audit.")
    private @Nullable String window;

    private final Clock clock;

    public ReplayPlanCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() {
        Settings settings = settings();
        Usd cap = cap();
        if (window != null && (from != null || to != null || incumbent != null)) {
            throw new BadInputException(
                    "--window: has its days and incumbents; leave --from, --to and --incumbent out");
        }
        ReplayPlan[] plan = new ReplayPlan[1];
        OutputFile.write(
                out,
                requests -> OutputFile.write(PlanFiles.drawsBeside(out), draws -> {
                    try (PlanFiles files = new PlanFiles(requests, draws)) {
                        plan[0] = SparkSessions.run(
                                "replay-plan", spark -> plan(Lake.at(spark, lake(lake)), settings, cap, files));
                    }
                }));
        ReplayPlan done = plan[0].writtenTo(out.toString());
        return new Summary(text(done), done);
    }

    private ReplayPlan plan(Lake at, Settings settings, Usd cap, PlanFiles files) {
        RegisteredWindow registered = window == null ? null : new WindowFiles(at).read(window);
        AuditOptions options = registered == null
                ? new AuditOptions(
                        from,
                        to,
                        tolerance,
                        confidence,
                        incumbent,
                        settings.incumbents(),
                        settings.candidates(),
                        settings.qualityScores())
                : AuditOptions.of(registered, settings.qualityScores());
        return new ReplayPlanJob(
                        options,
                        settings.tasks(),
                        settings.aliases(),
                        PriceFiles.over(settings, prices),
                        clock,
                        seed,
                        registered)
                .plan(at, cap, files);
    }

    private Usd cap() {
        try {
            Usd cap = Usd.parse(budget);
            if (cap.picodollars() > 0) {
                return cap;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, with what was given.
        }
        throw new BadInputException("--budget: must be an amount of US dollars above 0, was " + budget);
    }

    private static String text(ReplayPlan plan) {
        StringBuilder text = new StringBuilder("%s: %,d requests for %,d draws, %s expected, %s at most"
                .formatted(
                        plan.plan(),
                        plan.requests(),
                        plan.draws(),
                        Dollars.display(plan.expectedUsd()),
                        Dollars.display(plan.worstCaseUsd())));
        for (ReplayPlan.Task task : plan.tasks()) {
            text.append("%n  %s: %s"
                    .formatted(
                            task.task(),
                            task.note() != null
                                    ? task.note()
                                    : "%,d draws of %,d calls, %s at most"
                                            .formatted(
                                                    task.draws(), task.calls(), Dollars.display(task.worstCaseUsd()))));
            for (ReplayPlan.Candidate candidate : task.candidates()) {
                text.append("%n    %s: %s, about %,d replays to decide%s"
                        .formatted(
                                candidate.candidate(),
                                candidate.status(),
                                candidate.replaysToDecide(),
                                candidate.usdToDecide() == null
                                        ? ""
                                        : ", " + Dollars.display(candidate.usdToDecide())));
            }
        }
        return text.toString();
    }
}
