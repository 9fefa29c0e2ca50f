package io.weighbridge.bench;

import io.weighbridge.bench.replay.ReplayBench;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench replay}. */
@Command(
        name = "replay",
        description = {
            "Takes outcomes of several models on the same prompts, hides all but the incumbent's, reveals only what a capped"
                    + " replay buys, and compares verdicts and intervals with the whole truth; and what a width costs with"
                    + " uniform draws."
        },
        footer = "  weighbridge bench replay --prompts prompts.jsonl.gz --outcomes outcomes.csv.gz --json replay.json")
final class ReplayBenchCommand extends JobCommand {
    private static final double MOST_OF_SIMPLE = 0.85;
    private static final double MOST_OF_ADJUSTED = 1.02;
    private static final double POWER = 0.8;

    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "FILE",
            description = "As weighbridge backtest reads them.")
    private Path prompts = Path.of("prompts.jsonl");

    @Option(names = "--outcomes", required = true, paramLabel = "FILE", description = "The same.")
    private Path outcomes = Path.of("outcomes.csv");

    @Option(names = "--incumbent", paramLabel = "MODEL", description = "Whose outcomes are known (default: the best).")
    private @Nullable String incumbent;

    @Option(
            names = "--candidates",
            defaultValue = "3",
            description = "How many, the best of the others (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(
            names = "--replications",
            defaultValue = "1000",
            description = "Replays of all (default: ${DEFAULT-VALUE}).")
    private int replications;

    @Option(names = "--tolerance", defaultValue = "0.05", description = "Of the verdicts (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--budget-share",
            defaultValue = "0.5",
            description = "Of the cost of replaying every prompt (default: ${DEFAULT-VALUE}).")
    private double budgetShare;

    @Option(names = "--seed", defaultValue = "1", description = "Of the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        if (candidates < 1 || replications < 1 || !(budgetShare > 0) || !(tolerance > 0 && tolerance < 1)) {
            throw new BadInputException(
                    "--candidates, --replications and --budget-share: must be positive; --tolerance:"
                            + " must be in (0, 1)");
        }
        ReplayBench bench = open();
        ReplayBench.Result found = bench.run(replications, tolerance, budgetShare, seed);
        return new BenchResult("replay", Machine.description(), bench.prompts(), measurements(found))
                .summary(result.path());
    }

    private ReplayBench open() {
        try {
            return ReplayBench.of(
                    prompts, outcomes, incumbent, candidates, console().err()::println);
        } catch (SQLException | IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    private static List<Measurement> measurements(ReplayBench.Result found) {
        return List.of(
                Measurement.alone("pairs", found.pairs(), "tasks x candidates", true),
                Measurement.alone(
                        "any_wrong_verdict",
                        100.0 * found.anyWrong() / found.replications(),
                        "% of replications",
                        found.verdictsHold()),
                Measurement.alone("decided", 100 * found.decided(), "% of pairs", true),
                Measurement.alone("decided_beyond_three_points", percent(found.clearDecided()), "% of pairs", true),
                Measurement.alone(
                        "decided_beyond_three_points_at_best", percent(found.clearDecidedAtBest()), "% of pairs", true),
                Measurement.alone(
                        "decided_beyond_three_points_with_stated_draws",
                        percent(found.clearDecidedAsStated()),
                        "% of pairs",
                        !(found.clearDecidedAsStated() < POWER)),
                Measurement.alone("covered", 100 * found.covered(), "% of intervals", found.covers()),
                Measurement.alone(
                        "cost_of_a_width_by_uniform_draws",
                        100 * found.againstSimple(),
                        "% of it",
                        found.againstSimple() <= MOST_OF_SIMPLE),
                Measurement.alone(
                        "cost_of_a_width_by_adjusted_uniform_draws",
                        100 * found.againstAdjusted(),
                        "% of it",
                        found.againstAdjusted() <= MOST_OF_ADJUSTED),
                Measurement.alone(
                        "cost_of_a_width_by_uniform_draws_at_best",
                        100 * found.againstSimpleAtBest(),
                        "% of it",
                        true));
    }

    /** 0 of no pairs. */
    private static double percent(double share) {
        return Double.isNaN(share) ? 0 : 100 * share;
    }
}
