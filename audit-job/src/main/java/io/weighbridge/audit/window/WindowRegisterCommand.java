package io.weighbridge.audit.window;

import io.weighbridge.audit.assessment.AnswerCosts;
import io.weighbridge.audit.assessment.AuditOptions;
import io.weighbridge.audit.assessment.EvidenceJob;
import io.weighbridge.audit.assessment.Incumbent;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.RegisteredWindow.Family;
import io.weighbridge.audit.assessment.RegisteredWindow.Pair;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.rollup.Rollups;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.SortableId;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.CallPricer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge window register}. */
@Command(
        name = "register",
        description = {
            "Writes down the days, the tolerance, the confidence and every pair of task and candidate, without a look at outcomes.",
            "Tasks and incumbents are those of the window's calls and of weighbridge.yaml; candidates are configured."
        },
        footer = "  weighbridge window register --lake lake --from 2026-12-01 --to 2026-12-31 --tolerance 0.01")
final class WindowRegisterCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake.")
    private @Nullable String lake;

    @Option(names = "--from", required = true, paramLabel = "DAY", description = "First day, UTC.")
    private LocalDate from = LocalDate.EPOCH;

    @Option(names = "--to", required = true, paramLabel = "DAY", description = "Last day, UTC.")
    private LocalDate to = LocalDate.EPOCH;

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

    private final Clock clock = Clock.systemUTC();

    /** The result line of {@code --json}. */
    record Result(String windowId, int family, int pairs, long outcomesThen) {
        static Result of(RegisteredWindow window) {
            Family last = window.families().get(window.families().size() - 1);
            return new Result(
                    window.windowId(), window.families().size(), last.pairs().size(), last.outcomesThen());
        }

        Summary summary() {
            return new Summary(
                    "window %s: family %d of %,d pairs registered, %s"
                            .formatted(
                                    windowId,
                                    family,
                                    pairs,
                                    outcomesThen == 0
                                            ? "before there was any outcome"
                                            : "with %,d outcomes there already".formatted(outcomesThen)),
                    this);
        }
    }

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        if (settings.candidates().isEmpty()) {
            throw new BadInputException("candidates: name them in weighbridge.yaml; they are what is registered");
        }
        AuditOptions options = new AuditOptions(
                from, to, tolerance, confidence, incumbent, settings.incumbents(), settings.candidates(), List.of());
        return SparkSessions.run("window register", spark -> {
            Lake at = Lake.at(spark, lake(lake));
            RegisteredWindow window = window(at, settings, options);
            new WindowFiles(at).writeLast(window);
            return Result.of(window).summary();
        });
    }

    private RegisteredWindow window(Lake at, Settings settings, AuditOptions options) throws IOException {
        Instant now = clock.instant();
        SpendLedger ledger = new Rollups(at, settings.tasks(), CacheLifetimes.of(settings)).ledger(from, to);
        AnswerCosts costs = new AnswerCosts(new CallPricer(PriceBooks.over(settings, List.of())), now);
        Map<String, String> incumbents = new TreeMap<>(settings.incumbents());
        for (Incumbent known : new EvidenceJob(options, costs, settings.aliases(), null).incumbents(ledger)) {
            if (known.model() != null) {
                incumbents.put(known.task(), known.model());
            }
        }
        List<Pair> pairs = new ArrayList<>();
        incumbents.forEach((task, model) -> settings.candidates().stream()
                .filter(candidate -> !candidate.equals(model))
                .sorted()
                .forEach(candidate -> pairs.add(new Pair(task, model, candidate))));
        if (pairs.isEmpty()) {
            throw new BadInputException("no task with an incumbent: the window has no calls with a known cost; name"
                    + " incumbents in weighbridge.yaml");
        }
        Family family = new Family(now, at.outcomes().count(), pairs);
        String id = SortableId.of(now, options.toString(), pairs.toString());
        return new RegisteredWindow(id, from, to, tolerance, confidence, List.of(family));
    }
}
