package io.weighbridge.audit.replay;

import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.EvidenceJob;
import io.weighbridge.audit.assessment.JudgedUnit;
import io.weighbridge.audit.assessment.WindowFrames;
import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.window.JudgedWindow;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.SortableId;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.Sha256;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge gold draw}. */
@Command(
        name = "draw",
        description = {
            "Draws units of a task whose answers judge models scored, for people to score again: a uniform sample with"
                    + " replacement. FILE gets the answers to score, FILE with .draws.jsonl what the judge said and with which"
                    + " probability each was drawn: do not show it to who scores."
        },
        footer = "  weighbridge gold draw --lake lake --task triage --draws 200 --out gold.jsonl")
final class GoldDrawCommand extends JobCommand {
    private static final int FEWEST_DRAWS = 50;
    private static final int SEED_DIGITS = 15;

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake.")
    private @Nullable String lake;

    @Option(names = "--task", required = true, paramLabel = "TASK", description = "The task.")
    private String task = "";

    @Option(
            names = "--candidate",
            paramLabel = "MODEL",
            description = "Compare these with the incumbent; may be repeated (default: all that judges scored).")
    private List<String> candidates = List.of();

    @Option(names = "--draws", defaultValue = "200", description = "At least 50 (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Replaced if it exists.")
    private Path out = Path.of("gold.jsonl");

    @Mixin
    private final JudgedWindow judged = new JudgedWindow();

    private final Clock clock = Clock.systemUTC();

    /** The result line of {@code --json}. */
    private record Result(
            String gold,
            String sampleId,
            String task,
            String incumbent,
            List<String> candidates,
            long frame,
            int draws,
            int answers) {}

    @Override
    protected Summary run() {
        if (draws < FEWEST_DRAWS) {
            throw new BadInputException("--draws: must be at least " + FEWEST_DRAWS + ", was " + draws);
        }
        Settings settings = settings();
        String root = lake(lake);
        AuditOptions options = judged.options(settings);
        Result[] result = new Result[1];
        OutputFile.write(
                out,
                answers -> OutputFile.write(PlanFiles.drawsBeside(out), drawn -> {
                    try (PlanFiles files = new PlanFiles(answers, drawn)) {
                        result[0] = SparkSessions.run(
                                "gold draw", spark -> draw(Lake.at(spark, root).pinned(), settings, options, files));
                    }
                }));
        Result done = result[0];
        return new Summary(
                "%s: %,d answers to score, of %,d draws from %,d units that judges scored; then gold import"
                        .formatted(out, done.answers(), done.draws(), done.frame()),
                done);
    }

    private Result draw(Lake at, Settings settings, AuditOptions options, PlanFiles files) {
        Instant now = clock.instant();
        Dataset<Row> calls = at.calls().withColumn("task", CallTask.column(settings.tasks()));
        SpendLedger ledger =
                new Rollups(at, settings.tasks(), CacheLifetimes.of(settings)).ledger(options.from(), options.to());
        AnswerCosts costs = new AnswerCosts(new CallPricer(PriceBooks.over(settings, List.of())), now);
        List<JudgedUnit> units = new ArrayList<>();
        String[] incumbent = new String[1];
        new EvidenceJob(options, costs, settings.aliases(), null).judged(at, calls, ledger, (unit, model) -> {
            if (unit.task().equals(task)) {
                units.add(unit);
                incumbent[0] = model;
            }
        });
        if (incumbent[0] == null) {
            throw new BadInputException("--task: must have outcomes and an incumbent, was " + task);
        }
        SortedSet<String> compared = compared(units, incumbent[0]);
        List<JudgedUnit> frame = units.stream()
                .filter(unit -> unit.scores().containsKey(incumbent[0])
                        && unit.scores().keySet().containsAll(compared))
                .toList();
        if (frame.size() < FEWEST_DRAWS || compared.isEmpty()) {
            throw new BadInputException("--task: " + task + " has " + frame.size()
                    + " units of which judges scored the answers of "
                    + incumbent[0] + " and of " + (compared.isEmpty() ? "a candidate" : String.join(", ", compared))
                    + " alone or in both orders; at least " + FEWEST_DRAWS + " are needed");
        }
        String sampleId = SortableId.of(now, task, compared.toString(), options.toString());
        String frameName = WindowFrames.of(options, ledger).name(task) + ", judged";
        long seed = Long.parseLong(Sha256.hex(sampleId + "\n" + frameName).substring(0, SEED_DIGITS), 16);
        int answers = new GoldSample(sampleId, frameName, incumbent[0], compared, frame)
                .write(draws, new SplittableRandom(seed), files);
        return new Result(
                out.toString(), sampleId, task, incumbent[0], List.copyOf(compared), frame.size(), draws, answers);
    }

    private SortedSet<String> compared(List<JudgedUnit> units, String incumbent) {
        SortedSet<String> compared = new TreeSet<>(candidates);
        if (compared.isEmpty()) {
            units.forEach(unit -> compared.addAll(unit.scores().keySet()));
        }
        compared.remove(incumbent);
        return compared;
    }
}
