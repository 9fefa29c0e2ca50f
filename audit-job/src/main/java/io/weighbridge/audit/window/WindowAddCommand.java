package io.weighbridge.audit.window;

import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.RegisteredWindow.Family;
import io.weighbridge.audit.assessment.RegisteredWindow.Pair;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge window add}. */
@Command(
        name = "add",
        description =
                "Registers one more candidate for every task of a window, at half of the error of the family before.",
        footer = "  weighbridge window add --lake lake --window 20261201T000000Z-1a2b3c --candidate new-model")
final class WindowAddCommand extends JobCommand {
    @Option(names = "--lake", paramLabel = "DIR", description = "The lake.")
    private @Nullable String lake;

    @Option(names = "--window", required = true, paramLabel = "ID", description = "The window.")
    private String window = "";

    @Option(names = "--candidate", required = true, paramLabel = "MODEL", description = "The candidate.")
    private String candidate = "";

    private final Clock clock = Clock.systemUTC();

    @Override
    protected Summary run() throws IOException {
        return SparkSessions.run("window add", spark -> {
            Lake at = Lake.at(spark, lake(lake));
            WindowFiles files = new WindowFiles(at);
            RegisteredWindow before = files.read(window);
            if (before.candidates().contains(candidate)) {
                throw new BadInputException("--candidate: is registered already, was " + candidate);
            }
            List<Pair> pairs = new ArrayList<>();
            before.incumbents().forEach((task, model) -> {
                if (!model.equals(candidate)) {
                    pairs.add(new Pair(task, model, candidate));
                }
            });
            if (pairs.isEmpty()) {
                throw new BadInputException("--candidate: is the incumbent of every task, was " + candidate);
            }
            List<Family> families = new ArrayList<>(before.families());
            families.add(new Family(clock.instant(), at.outcomes().count(), pairs));
            RegisteredWindow after = new RegisteredWindow(
                    before.windowId(), before.from(), before.to(), before.tolerance(), before.confidence(), families);
            files.writeLast(after);
            return WindowRegisterCommand.Result.of(after).summary();
        });
    }
}
