package io.weighbridge.audit.finetune;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.weighbridge.audit.finetune.FinetuneFolder.Parts;
import io.weighbridge.audit.finetune.FinetuneSet.GroupCounts;
import io.weighbridge.audit.finetune.FinetuneSet.Inputs;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spend.CallTask;
import io.weighbridge.audit.spend.CallWindow;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Build;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Makes one set from a lake as it is now. Equal lakes, options and audits give equal examples, in equal order. */
final class FinetuneJob {
    private static final int MOST_TENANTS_NAMED = 5;

    private final Settings settings;
    private final FinetuneOptions options;
    private final TrainingCost cost;
    private final PriceBook prices;

    FinetuneJob(Settings settings, FinetuneOptions options, TrainingCost cost, PriceBook prices) {
        this.settings = settings;
        this.options = options;
        this.cost = cost;
        this.prices = prices;
    }

    /**
     * Who teaches whom.
     *
     * @param model whose answers are learned; null is the incumbent of the audit
     * @param candidate the small model; null is the one that loses least in the audit
     * @param audit null where the lake has none
     */
    record Models(
            @Nullable String model,
            @Nullable String candidate,
            @Nullable AuditFacts audit) {
        String teacher(String task) {
            if (model != null) {
                return model;
            }
            String incumbent = audit == null ? null : audit.incumbents().get(task);
            if (incumbent == null) {
                throw new BadInputException(
                        audit == null
                                ? "--task: the incumbent of " + task
                                        + " is not known, as the lake has no audit; run weighbridge audit, or name --model"
                                : "--task: must have an incumbent in audit " + audit.auditId() + ", was " + task
                                        + "; name --model otherwise");
            }
            return incumbent;
        }

        /** Null where neither the user nor the audit names one. */
        @Nullable
        String pupil(String task) {
            return candidate != null || audit == null
                    ? candidate
                    : audit.best(task).map(Shortfall::candidate).orElse(null);
        }

        /** The pair as the audit sees it; null where it does not. */
        @Nullable
        Shortfall pair(String task) {
            String pupil = pupil(task);
            String teacher = teacher(task);
            return pupil == null || audit == null
                    ? null
                    : audit.pair(task, pupil)
                            .filter(pair -> pair.incumbent().equals(teacher))
                            .orElse(null);
        }
    }

    /** @throws BadInputException if there is no example, or the calls are of several tenants */
    FinetuneSet run(Lake current, FinetuneFolder folder, Models models, Instant now) throws IOException {
        Lake lake = current.pinned();
        String task = options.task();
        String teacher = models.teacher(task);
        String pupil = models.pupil(task);
        VerifiedAnswers answers = new VerifiedAnswers(lake, settings, options);
        requireOneTenant(answers.tenants());
        Map<Fate, Long> fates = answers.fates(teacher);
        long read = fates.values().stream().mapToLong(Long::longValue).sum();
        requireText(fates, teacher, read);
        Map<Fate, Long> dropped = new EnumMap<>(fates);
        dropped.remove(Fate.EXAMPLE);
        ExampleRows rows = new ExampleRows(
                answers.calls(),
                new ExampleText(options.redact(), options.longestTokens(), pupil == null ? teacher : pupil));
        List<Example> verified = rows.examples(answers.of(teacher), dropped);
        Groups groups = new Groups(verified, options.splitBy());
        Selection selection = Selection.of(verified, options.perTemplate(), options.maxExamples(), options.salt());
        selection.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        List<Example> examples = selection.examples();
        if (examples.isEmpty()) {
            throw new BadInputException("--task: " + task + " has no verified answer of " + teacher + " to learn from: "
                    + read + " calls read" + FinetuneSet.reasons(labelled(dropped)));
        }
        Split split = Split.of(examples, groups::name, options.validationShare(), options.salt());
        Parts parts = folder.write(split, rows, options.layout());
        folder.writeOrigins(split, groups::name);
        FinetuneSet set = new FinetuneSet(
                FinetuneSet.FORMAT,
                task,
                teacher,
                read,
                examples.size(),
                labelled(dropped),
                parts.train(),
                parts.validation(),
                new GroupCounts(options.splitBy().label(), split.groups(), split.largestGroup()),
                examples.stream().filter(Example::hasRoles).count(),
                examples.stream().filter(Example::isRedacted).count(),
                models.pair(task),
                BreakEven.of(parts.train().tokens(), cost, saving(lake, models)),
                inputs(lake, models, now));
        folder.finish(set);
        return set;
    }

    private void requireOneTenant(SortedSet<String> tenants) {
        if (options.allTenants() || options.tenant() != null || tenants.size() <= 1) {
            return;
        }
        List<String> some = tenants.stream()
                .limit(MOST_TENANTS_NAMED)
                .map(tenant -> tenant.isEmpty() ? "\"\" (not named)" : tenant)
                .toList();
        throw new BadInputException("--tenant: the calls of " + options.task() + " are of " + tenants.size()
                + " tenants, which one set must not mix: " + String.join(", ", some)
                + (tenants.size() > MOST_TENANTS_NAMED ? ", …" : "") + "; name one, or give --all-tenants");
    }

    private void requireText(Map<Fate, Long> fates, String teacher, long read) {
        if (read == 0) {
            throw new BadInputException("--task: must have calls in the window"
                    + (options.tenant() == null ? "" : " and of the tenant") + ", was " + options.task());
        }
        long without = fates.getOrDefault(Fate.TEXT_NOT_KEPT, 0L);
        long elsewhere = fates.entrySet().stream()
                .filter(fate -> fate.getKey().compareTo(Fate.TEXT_NOT_KEPT) < 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (without > 0 && without + elsewhere == read) {
            throw new BadInputException("--lake: holds no prompt with its response text of " + options.task() + " by "
                    + teacher + ", in " + without + " answered calls; ingest logs that have both, under text: keep");
        }
    }

    private static SortedMap<String, Long> labelled(Map<Fate, Long> dropped) {
        SortedMap<String, Long> labelled = new TreeMap<>();
        dropped.forEach((reason, count) -> labelled.put(reason.label(), count));
        return labelled;
    }

    private DailySaving saving(Lake lake, Models models) {
        AuditFacts audit = models.audit();
        String pupil = models.pupil(options.task());
        if (audit == null) {
            return DailySaving.unknown("the lake has no audit, whose window would tell what a day costs");
        }
        if (pupil == null) {
            return DailySaving.unknown(
                    "no small model has outcomes of the task in the audit; name one with --candidate");
        }
        Long days = audit.days();
        if (days == null) {
            return DailySaving.unknown("the audit's window has no days");
        }
        Dataset<Row> calls = servedBy(lake, models.teacher(options.task()), audit);
        Shortfall pair = models.pair(options.task());
        // A replay stands for all calls of its window, whoever's they are; other evidence only for what it saw.
        return pair != null && pair.status().equals("replayed") && options.tenant() == null
                ? drawn(pair, calls, days)
                : new CandidatePrice(prices).saving(calls, pupil, days);
    }

    private static DailySaving drawn(Shortfall pair, Dataset<Row> calls, long days) {
        Row spent = calls.agg(count(lit(1)), count("spend_picodollars"), coalesce(sum("spend_picodollars"), lit(0L)))
                .head();
        if (spent.getLong(0) == 0) {
            return DailySaving.unknown("the audit's window has no calls of the task by " + pair.incumbent());
        }
        DailySaving saving =
                DailySaving.over(days, pair.savingUsd(), pair.savingLowUsd(), pair.savingHighUsd(), pair.savingBasis());
        boolean isSpendKnown = spent.getLong(0) == spent.getLong(1);
        return isSpendKnown
                ? saving.atMost(new Usd(spent.getLong(2))
                        .toBigDecimal()
                        .divide(BigDecimal.valueOf(days), MathContext.DECIMAL64))
                : saving;
    }

    /** The calls of the task in the audit's window that the model served, of the tenant if one was named. */
    private Dataset<Row> servedBy(Lake lake, String model, AuditFacts audit) {
        Dataset<Row> calls = CallWindow.of(lake.calls(), audit.from(), audit.to())
                .withColumn("task", CallTask.column(settings.tasks()))
                .filter(col("task").equalTo(options.task()).and(col("model").equalTo(model)));
        return options.tenant() == null
                ? calls
                : calls.filter(coalesce(col("tenant"), lit("")).equalTo(options.tenant()));
    }

    private Inputs inputs(Lake lake, Models models, Instant now) {
        AuditFacts audit = models.audit();
        return new Inputs(
                lake.versions(),
                audit == null ? null : audit.auditId(),
                options.byName(),
                settings.tasks().stream().map(TaskRule::toString).toList(),
                new TreeMap<>(settings.aliases()),
                settings.qualityScores(),
                prices.version(),
                now,
                Build.version());
    }
}
