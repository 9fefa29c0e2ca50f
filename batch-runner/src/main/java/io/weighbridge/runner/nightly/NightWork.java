package io.weighbridge.runner.nightly;

import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.StepRecord;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Performs a night, keeps night.json up to date, and says how far it is. */
final class NightWork {
    private final Night night;
    private final NightFolder folder;
    private final Path workload;
    private final Clock clock;
    private final Consumer<String> progress;
    private volatile @Nullable NightSummary summary;

    NightWork(Night night, NightFolder folder, Path workload, Clock clock, Consumer<String> progress) {
        this.night = night;
        this.folder = folder;
        this.workload = workload;
        this.clock = clock;
        this.progress = progress;
    }

    void perform(NightStep step) throws IOException, InterruptedException {
        progress.accept("  " + step.label() + " ...");
        StepRecord record;
        try {
            record = night.perform(step);
        } catch (StepFailedException e) {
            write("failed", null);
            progress.accept(NightText.line(step, e.step()));
            throw e;
        }
        write("working", null);
        progress.accept(NightText.line(step, record));
    }

    /**
     * The manifest comes last: with it the night has ended.
     *
     * @throws StepFailedException if a step has left some of its work
     */
    void finish() throws IOException {
        for (NightStep step : NightStep.values()) {
            Optional<StepRecord> left = folder.record(step).filter(record -> !record.isSettled());
            if (left.isPresent()) {
                progress.accept(NightText.text(write("partial", null), folder.path(), clock.instant()));
                throw new StepFailedException(left.get());
            }
        }
        write("done", clock.instant());
        Manifest.finish(folder.path());
    }

    /** What night.json says; null before the first step has ended. */
    @Nullable
    NightSummary summary() {
        return summary;
    }

    private NightSummary write(String state, @Nullable Instant endedAt) throws IOException {
        NightSummary written = NightSummary.of(folder, workload, state, endedAt);
        AtomicFile.write(folder.summaryFile(), JsonOutput.pretty(written).getBytes(StandardCharsets.UTF_8));
        summary = written;
        return written;
    }
}
