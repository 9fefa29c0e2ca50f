package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.job.Sharing;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.replay.Grader;
import io.weighbridge.runner.replay.Plan;
import io.weighbridge.runner.replay.Scoring;
import io.weighbridge.runner.reuse.Reuse;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.worker.Terms;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Sha256;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge replay}: asks what a replay plan asks, and grades the answers. */
@Command(
        name = "replay",
        description = {
            "Sends the requests of a replay plan to the models it names, within a budget, and grades the answers. Loses nothing"
                    + " and pays nothing twice when it is killed: started again with the same plan and lake it goes on,"
                    + " and of a plan that was asked to its end it only grades the answers again.",
            "LAKE/runs/ID/scores.jsonl then has a score for every request, 0 where there was no answer: join it with the plan's"
                    + " draws by replay-outcomes. Without --grader the answers are left to others to score."
        },
        footer =
                "  weighbridge replay --plan plan.jsonl --lake lake --budget 5.00 --grader exact --references references.jsonl")
final class ReplayCommand extends WorkloadCommand {
    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "What replay-plan wrote; its draws lie beside it.")
    private Path plan = Path.of("plan.jsonl");

    @Option(
            names = "--grader",
            paramLabel = "NAME",
            description = "exact: the answer is the reference; number: its last number is; json: it is one JSON value.")
    private @Nullable Grader grader;

    @Option(
            names = "--references",
            paramLabel = "FILE",
            description = "JSON lines with unit_id and reference, for exact and number.")
    private @Nullable Path references;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book over the configured ones; may be repeated.")
    private List<Path> prices = List.of();

    private final Clock clock;

    ReplayCommand() {
        this(Clock.systemUTC());
    }

    ReplayCommand(Clock clock) {
        super(clock);
        this.clock = clock;
    }

    /** The result line of {@code --json}: the run's, and what grading made of it; null without a grader. */
    private record Result(Object run, Scoring.@Nullable Result graded) {}

    @Override
    protected Summary run() throws Exception {
        requireReadable(plan);
        Plan asked = Plan.read(plan);
        if (grader == null && references != null) {
            throw new BadInputException("--references: need --grader");
        }
        PriceBook book = PriceBooks.over(settings(), prices);
        CallPrices callPrices = CallPrices.of(book, asked.models(), clock.instant());
        Scoring scoring = grader == null ? null : Scoring.of(grader, references, asked, callPrices);
        Map<String, String> providers = new TreeMap<>();
        asked.models().forEach(model -> providers.put(model, ""));
        Ended ended = answer(new Work(
                plan,
                new RunInputs(Sha256.hex(Decision.REPLAY), Sha256.hex(plan)),
                providers,
                callPrices,
                book.version(),
                runId -> Plan.ROUTING,
                // A replay asks what each model answers, right or not: answers are graded.
                Verification.none(),
                Reuse.none(),
                "weighbridge replay --plan " + plan,
                origin(),
                model -> Optional.empty(),
                told -> new Sharing(
                        new Terms(providers, Set.of(), callPrices, Terms.UNCHECKED, told.caps()).text(),
                        null,
                        PARTITION_ITEMS,
                        console().err()::println),
                true));
        Scoring.Result graded = scoring == null ? null : scoring.score(asked, ended.directory());
        String next = graded == null
                ? ""
                : System.lineSeparator()
                        + "%,d of %,d answers pass: weighbridge replay-outcomes --plan %s --scores %s --label-source NAME --out FILE"
                                .formatted(graded.passed(), graded.requests(), plan, graded.scores());
        return new Summary(
                ended.summary().text() + next, new Result(ended.summary().json(), graded));
    }

    private RunOrigin origin() {
        RunOrigin origin = new RunOrigin("replay", List.of()).with("--plan", plan);
        for (Path file : prices) {
            origin = origin.with("--prices", file);
        }
        if (grader != null) {
            origin = origin.with("--grader", grader);
        }
        return references == null ? origin : origin.with("--references", references);
    }
}
