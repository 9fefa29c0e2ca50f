package io.weighbridge.audit.whatif;

import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.CacheLifetimes;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.audit.window.JudgedWindow;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weighbridge what-if}. */
@Command(
        name = "what-if",
        description = {
            "What the calls of a window would have cost, and how good they would have been, with another policy, another model or",
            "other prices: in all, by task and by team. Costs assume that a call that moves uses the same tokens. Quality is",
            "from outcomes alone, with its interval, and unknown where there are none."
        },
        footer = {
            "  weighbridge what-if --lake lake --policy policy.json",
            "  weighbridge what-if --lake lake --candidate sim-small --task triage",
            "  weighbridge what-if --lake lake --prices negotiated.json"
        })
public final class WhatIfCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake with the history.")
    private @Nullable String lake;

    @Mixin
    private final JudgedWindow judged = new JudgedWindow();

    @Option(names = "--policy", paramLabel = "FILE", description = "Send every call where this policy sends it.")
    private @Nullable Path policy;

    @Option(names = "--candidate", paramLabel = "MODEL", description = "Send every call to this model.")
    private @Nullable String candidate;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "Only calls of this task go to the candidate; may be repeated.")
    private List<String> tasks = List.of();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "A price book over the configured ones, for all calls; may be repeated.")
    private List<Path> prices = List.of();

    private final Clock clock;

    public WhatIfCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() {
        ModelChoice choice = choice();
        Settings settings = settings();
        String root = lake(lake);
        WhatIf result = SparkSessions.run(
                "what-if",
                spark -> new WhatIfJob(
                                judged.options(settings),
                                settings.tasks(),
                                CacheLifetimes.of(settings),
                                settings.aliases(),
                                PriceBooks.over(settings, prices),
                                !prices.isEmpty())
                        .run(Lake.at(spark, root), choice, clock.instant()));
        return new Summary(result.text(), result);
    }

    private ModelChoice choice() {
        if (policy != null && candidate != null) {
            throw new BadInputException("--policy and --candidate: only one of them");
        }
        if (candidate == null && !tasks.isEmpty()) {
            throw new BadInputException("--task: needs --candidate");
        }
        if (policy != null) {
            return PolicyChoice.of(policy);
        }
        if (candidate != null) {
            return new OneModel(candidate, tasks);
        }
        if (prices.isEmpty()) {
            throw new BadInputException("what-if: needs --policy, --candidate or --prices");
        }
        return new Unchanged();
    }
}
