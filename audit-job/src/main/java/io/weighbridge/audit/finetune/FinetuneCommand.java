package io.weighbridge.audit.finetune;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.tokenlog.privacy.Redaction;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weighbridge export finetune}. */
@Command(
        name = "finetune",
        description = {
            "Writes verified answers of a task's model as a training and a validation file for fine-tuning a small one: each prompt"
                    + " once, no template too often, no template on both sides, without keys, e-mail addresses, card and telephone"
                    + " numbers; and says when that pays.",
            "Without --task: lists the tasks of the latest audit where a small model falls just short."
        },
        footer = {
            "  weighbridge export finetune --lake lake",
            "  weighbridge export finetune --lake lake --task triage --out triage-set --training-usd-per-million 3"
        })
public final class FinetuneCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake with calls, texts and outcomes.")
    private @Nullable String lake;

    @Option(names = "--task", paramLabel = "TASK", description = "The task to learn.")
    private @Nullable String task;

    @Option(names = "--out", paramLabel = "FOLDER", description = "A new or empty local folder.")
    private @Nullable Path out;

    @Option(
            names = "--layout",
            paramLabel = "openai|huggingface",
            defaultValue = "openai",
            description = "openai: lines of messages, for OpenAI, and for trainers of Hugging Face that learn whole"
                    + " conversations; huggingface: lines of prompt and completion, of which the completion is learned"
                    + " (default: openai).")
    private Layout layout = Layout.OPENAI;

    @Option(names = "--audit", paramLabel = "ID", description = "Audit of the lake to go by (default: the latest).")
    private @Nullable String audit;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Whose answers to learn (default: the task's incumbent in the audit).")
    private @Nullable String model;

    @Option(
            names = "--candidate",
            paramLabel = "MODEL",
            description =
                    "The small model, or a tuned one with a price in --prices (default: the one that loses least in"
                            + " the audit).")
    private @Nullable String candidate;

    @Option(
            names = "--just-short",
            paramLabel = "LOSS",
            defaultValue = "0.10",
            description = "Without --task: most loss of mean quality that counts as just short (default:"
                    + " ${DEFAULT-VALUE}).")
    private double justShort;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, UTC (default: the first there is).")
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DAY",
            description = "Last day, UTC (default: the last there is). Later calls can judge the tuned model.")
    private @Nullable LocalDate to;

    @Option(
            names = "--minimum-score",
            paramLabel = "SCORE",
            defaultValue = "1.0",
            description = "Least score of a verified answer, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double minimumScore;

    @Option(
            names = "--include-judged",
            description = "A judge model's score counts, too, where an answer has no other.")
    private boolean includeJudged;

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Only calls of this tenant; \"\" for those that name none.")
    private @Nullable String tenant;

    @Option(names = "--all-tenants", description = "Mix the tenants of the task.")
    private boolean allTenants;

    @Option(
            names = "--redact",
            paramLabel = "KIND",
            split = ",",
            defaultValue = "keys,emails,cards,phones",
            description = "What to look for in every turn: an example with a key is dropped, the others are replaced by"
                    + " their name; \"none\" for nothing (default: ${DEFAULT-VALUE}).")
    private List<String> redact = List.of();

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of the examples to hold back, at most (default: ${DEFAULT-VALUE}).")
    private double validationShare;

    @Option(
            names = "--split-by",
            paramLabel = "template|prompt",
            defaultValue = "template",
            description =
                    "What must not be on both sides: prompts, sessions and templates, or only prompts and sessions"
                            + " (default: template).")
    private SplitBy splitBy = SplitBy.TEMPLATE;

    @Option(
            names = "--per-template",
            paramLabel = "N",
            defaultValue = "200",
            description = "Most examples of one template (default: ${DEFAULT-VALUE}).")
    private int perTemplate;

    @Option(
            names = "--max-examples",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Most examples in all (default: ${DEFAULT-VALUE}).")
    private int maxExamples;

    @Option(
            names = "--longest-tokens",
            paramLabel = "N",
            defaultValue = "16384",
            description = "Longest example, prompt and answer (default: ${DEFAULT-VALUE}).")
    private int longestTokens;

    @Option(
            names = "--salt",
            paramLabel = "TEXT",
            defaultValue = "weighbridge finetune 1",
            description = "Decides which examples are taken and held back; the same salt, the same set.")
    private String salt = "";

    @Option(
            names = "--training-usd-per-million",
            paramLabel = "USD",
            description = "Price of a million training tokens; without it the break-even is unknown.")
    private @Nullable BigDecimal trainingUsdPerMillion;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often every example is learned and paid for (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--hosting-usd-per-day",
            paramLabel = "USD",
            description = "What the tuned model costs a day beside its tokens.")
    private @Nullable BigDecimal hostingUsdPerDay;

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book to lay over the configured ones; may be repeated.")
    private List<Path> prices = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    /** The result line of {@code --json}. */
    private record Result(Path out, FinetuneSet set) {}

    @Override
    protected Summary run() throws IOException {
        requireNothingBefore();
        String asked = task;
        if (asked == null) {
            return shortlist();
        }
        if (out == null) {
            throw new BadInputException("--out: is required with --task");
        }
        FinetuneFolder folder = new FinetuneFolder(out);
        FinetuneOptions options = options(asked);
        TrainingCost cost = new TrainingCost(epochs, trainingUsdPerMillion, hostingUsdPerDay);
        Settings settings = settings();
        FinetuneJob job = new FinetuneJob(settings, options, cost, PriceBooks.over(settings, prices));
        String root = lake(lake);
        FinetuneSet set = SparkSessions.run("export finetune", spark -> {
            Lake at = Lake.at(spark, root);
            AuditFacts facts = AuditFacts.read(at, audit).orElse(null);
            return job.run(at, folder, new FinetuneJob.Models(model, candidate, facts), clock.instant());
        });
        return new Summary(set.text(out, cost), new Result(out, set));
    }

    /** Options of {@code export} itself would be passed over without a word. */
    private void requireNothingBefore() {
        List<String> before =
                Objects.requireNonNull(spec).parent().commandLine().getParseResult().matchedOptions().stream()
                        .map(OptionSpec::longestName)
                        .toList();
        if (!before.isEmpty()) {
            throw new BadInputException(
                    "finetune: options stand behind it, " + String.join(", ", before) + " stood before");
        }
    }

    private Summary shortlist() {
        if (out != null) {
            throw new BadInputException("--out: needs --task; without one, tasks are listed");
        }
        if (!(justShort > 0 && justShort <= 1)) {
            throw new BadInputException("--just-short: must be in (0, 1], was " + justShort);
        }
        String root = lake(lake);
        Shortlist list = SparkSessions.run("export finetune", spark -> {
            AuditFacts facts = AuditFacts.read(Lake.at(spark, root), audit)
                    .orElseThrow(() ->
                            new BadInputException(root + ": the lake has no audit; run weighbridge audit --lake DIR"));
            return new Shortlist(
                    facts.auditId(), facts.tolerance(), justShort, facts.days(), facts.justShort(justShort));
        });
        return new Summary(list.text(), list);
    }

    private FinetuneOptions options(String asked) {
        return new FinetuneOptions(
                asked,
                tenant,
                allTenants,
                from,
                to,
                minimumScore,
                includeJudged,
                redactions(),
                layout,
                splitBy,
                validationShare,
                perTemplate,
                maxExamples,
                longestTokens,
                salt);
    }

    private List<Redaction> redactions() {
        return redact.equals(List.of("none"))
                ? List.of()
                : redact.stream()
                        .map(kind -> Redaction.named(kind)
                                .orElseThrow(() -> new BadInputException(
                                        "--redact: must be some of " + Redaction.labels() + ", or none, was " + kind)))
                        .toList();
    }
}
