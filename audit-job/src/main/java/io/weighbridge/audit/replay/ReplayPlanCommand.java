package io.weighbridge.audit.replay;

import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.window.JudgedWindow;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final JudgedWindow judged = new JudgedWindow();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "0", description = "Of the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--replay-id",
            paramLabel = "NAME",
            description = "Names the plan, and with the seed its draws: the same name on the same lake is the same plan"
                    + " (default: from the time, so that every plan draws anew).")
    private @Nullable String replayId;

    private final Clock clock;

    public ReplayPlanCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() {
        Settings settings = settings();
        Usd cap = cap();
        if (replayId != null && !replayId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new BadInputException(
                    "--replay-id: must be 1 to 64 letters, digits, dots, underscores or hyphens, was " + replayId);
        }
        AuditOptions asked = judged.options(settings);
        ReplayPlan[] plan = new ReplayPlan[1];
        OutputFile.write(
                out,
                requests -> OutputFile.write(PlanFiles.drawsBeside(out), draws -> {
                    try (PlanFiles files = new PlanFiles(requests, draws)) {
                        plan[0] = SparkSessions.run(
                                "replay-plan", spark -> plan(Lake.at(spark, lake(lake)), settings, asked, cap, files));
                    }
                }));
        ReplayPlan done = plan[0].writtenTo(out.toString());
        return new Summary(text(done), done);
    }

    private ReplayPlan plan(Lake at, Settings settings, AuditOptions asked, Usd cap, PlanFiles files) {
        RegisteredWindow registered = judged.registered(at);
        return new ReplayPlanJob(
                        registered == null ? asked : AuditOptions.of(registered, settings.qualityScores()),
                        settings.tasks(),
                        CacheLifetimes.of(settings),
                        settings.aliases(),
                        PriceBooks.over(settings, prices),
                        clock,
                        seed,
                        replayId,
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
