package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Progress;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.train.TrainJob;
import io.weighbridge.trainer.train.TrainOptions;
import io.weighbridge.trainer.train.TrainResult;
import io.weighbridge.trainer.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge train-timings}: what the stages of a training run take. {@code bench train} runs it. */
@Command(
        name = "train-timings",
        hidden = true,
        description = {
            "Trains on a lake's newest audit, and says how many seconds each stage took.",
            "The policy stays in the lake, like any other."
        },
        footer = "  weighbridge train-timings --lake lake")
final class TrainTimingsCommand extends JobCommand {
    private static final double NANOS = 1e9;

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake with the audit.")
    private @Nullable String lake;

    /**
     * The result line.
     *
     * @param rows outcomes read
     * @param settings that were chosen
     * @param openTasks tasks in which a cheaper model may serve
     * @param smileDifference largest difference between an exported score and Smile's, over all units
     * @param seconds by stage, in lower case
     */
    record Timings(
            long rows,
            int units,
            int fitUnits,
            int candidates,
            String settings,
            int openTasks,
            double smileDifference,
            SortedMap<String, Double> seconds) {}

    @Override
    protected Summary run() throws IOException {
        Settings settings = settings();
        Path out = Files.createTempFile("weighbridge-policy-", ".json");
        Map<TrainStage, Long> begun = new EnumMap<>(TrainStage.class);
        try (Progress progress = progress("train", TrainStage.values().length)) {
            TrainResult result = new TrainJob(Path.of(lake(lake)), settings, InstantSource.system())
                    .run(null, TrainOptions.defaults(), out, stage -> {
                        begun.put(stage, System.nanoTime());
                        progress.reached(stage.ordinal());
                    });
            Timings timings = timings(result, begun, System.nanoTime());
            String text = String.format(
                    Locale.ROOT,
                    "%,d units, %,d outcomes, seconds: %s",
                    timings.units(),
                    timings.rows(),
                    timings.seconds());
            return new Summary(text, timings);
        } finally {
            Files.delete(out);
        }
    }

    private static Timings timings(TrainResult result, Map<TrainStage, Long> begun, long ended) {
        SortedMap<String, Double> seconds = new TreeMap<>();
        long end = ended;
        for (TrainStage stage : List.of(TrainStage.values()).reversed()) {
            long start = Objects.requireNonNull(begun.get(stage));
            seconds.put(stage.name().toLowerCase(Locale.ROOT), (end - start) / NANOS);
            end = start;
        }
        TrainResult.Report report = result.report();
        return new Timings(
                report.trainingRows(),
                report.units(),
                report.fitUnits(),
                result.candidates().size(),
                report.settings(),
                report.openTasks().size(),
                report.smileDifference(),
                seconds);
    }
}
