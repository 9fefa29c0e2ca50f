package io.weighbridge.runner.nightly;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.ExitStatus;
import io.weighbridge.cli.StepRecord;
import io.weighbridge.cli.StepRecord.Status;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.runner.forecast.Deadline;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a night and the rule between them: the current policy is tested on tonight's evidence; where it does not hold, one
 * is trained; where that does not hold either, it keeps every incumbent. Everything that a night has done is in its folder, so
 * that it can be performed again from the beginning: steps with a record are not repeated.
 */
final class Night {
    private static final int TAIL_BYTES = 4_096;

    /** A process that a signal ended has this and the signal's number as its status. */
    private static final int SIGNALS = 128;

    private final NightPlan plan;
    private final NightFolder folder;
    private final StepProcesses processes;
    private final Clock clock;

    Night(NightPlan plan, NightFolder folder, StepProcesses processes, Clock clock) {
        this.plan = plan;
        this.folder = folder;
        this.processes = processes;
        this.clock = clock;
    }

    /** Starts the command of a step. */
    interface StepProcesses {
        /** @return its exit status; where it is 0, the step has a record */
        int run(NightStep step, List<String> arguments) throws IOException, InterruptedException;
    }

    /** What a step does: a command, or nothing for a reason. */
    private record Task(List<String> arguments, @Nullable String notNeeded) {
        static Task command(String... arguments) {
            return new Task(List.of(arguments), null);
        }

        static Task none(String reason) {
            return new Task(List.of(), reason);
        }

        Task with(String name, @Nullable Object value) {
            return value == null
                    ? this
                    : new Task(
                            Stream.concat(arguments.stream(), Stream.of(name, value.toString()))
                                    .toList(),
                            null);
        }
    }

    /**
     * Does a step, unless it has been done.
     *
     * @throws StepFailedException if it is to be tried again
     */
    StepRecord perform(NightStep step) throws IOException, InterruptedException {
        StepRecord record = settled(step).orElse(null);
        if (record == null) {
            record = attempt(step);
            if (!record.isEnough()) {
                throw new StepFailedException(record);
            }
        }
        if (step == NightStep.CERTIFY && isCertified(record)) {
            keepCertified(record);
        }
        return record;
    }

    private Optional<StepRecord> settled(NightStep step) throws IOException {
        return folder.record(step).filter(StepRecord::isSettled);
    }

    private StepRecord attempt(NightStep step) throws IOException, InterruptedException {
        Instant begun = clock.instant();
        Task task = task(step);
        if (task.notNeeded() != null) {
            return ended(step, Status.SKIPPED, begun, 0, task.notNeeded());
        }
        folder.forgetFrom(step);
        Files.createDirectories(folder.log(step).getParent());
        int status = processes.run(step, task.arguments());
        if (status == ExitStatus.DONE.number()) {
            return settled(step)
                    .orElseThrow(() -> new IllegalStateException(
                            folder.recordFile(step) + ": the step is done, so it must be there"));
        }
        Optional<StepRecord> left = folder.record(step);
        if (left.isPresent()) {
            return left.get();
        }
        boolean isRefused = step == NightStep.CERTIFY && status == ExitStatus.BAD_INPUT.number();
        return ended(step, isRefused ? Status.REFUSED : Status.FAILED, begun, status, lastWords(step, status));
    }

    private StepRecord ended(NightStep step, Status status, Instant begun, int exitStatus, String message)
            throws IOException {
        double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
        StepRecord record = new StepRecord(folder.stepId(step), status, begun, seconds, exitStatus, message, null);
        record.write(folder.recordFile(step));
        return record;
    }

    private Task task(NightStep step) throws IOException {
        return switch (step) {
            case INGEST -> ingest(plan.logs());
            case AUDIT, REPORT -> audit();
            case CERTIFY -> certify();
            case TRAIN -> train();
            case RUN -> run();
            case INGEST_RUN -> ingestRun();
        };
    }

    private Task ingest(List<String> paths) {
        List<String> arguments =
                new ArrayList<>(List.of("ingest", "--lake", plan.lake().toString()));
        arguments.addAll(paths);
        return Task.command(arguments.toArray(String[]::new));
    }

    private Task audit() {
        return Task.command("audit")
                .with("--lake", plan.lake())
                .with("--from", firstDay())
                .with("--tolerance", plan.maxQualityLoss())
                .with("--confidence", plan.confidence());
    }

    private @Nullable LocalDate firstDay() {
        return plan.days() == null
                ? null
                : LocalDate.ofInstant(folder.begunAt(), ZoneOffset.UTC).minusDays(plan.days());
    }

    private Task certify() throws IOException {
        CurrentPolicy current = CurrentPolicy.of(plan, clock.instant());
        return current.problem() != null
                ? Task.none(current.problem())
                : promised(Task.command("certify").with("--policy", current.file()), certifiedFile());
    }

    private Task train() throws IOException {
        return isCertified(required(NightStep.CERTIFY))
                ? Task.none("the current policy holds on tonight's evidence")
                : promised(Task.command("train"), trainedFile());
    }

    /** What is trained and what is tested is so on tonight's evidence. */
    private Task promised(Task task, Path out) throws IOException {
        return task.with("--lake", plan.lake())
                .with("--audit", result(NightStep.AUDIT).path("audit_id").asText())
                .with("--out", out)
                .with("--max-quality-loss", plan.maxQualityLoss())
                .with("--confidence", plan.confidence());
    }

    private Task run() throws IOException {
        requireCertified(policyFile());
        return Task.command("run", "--once")
                .with("--policy", policyFile())
                .with("--workload", plan.workload())
                .with("--lake", plan.lake())
                .with("--budget", plan.budget())
                .with("--deadline", plan.deadline() == null ? null : Deadline.of(plan.deadline(), folder.begunAt()));
    }

    private Task ingestRun() throws IOException {
        Path calls = plan.lake()
                .resolve("runs")
                .resolve(result(NightStep.RUN).path("run_id").asText())
                .resolve("calls.jsonl");
        return Files.size(calls) == 0 ? Task.none("the run made no calls") : ingest(List.of(calls.toString()));
    }

    /** A policy whose certificate has expired since it was chosen would run uncertified. */
    private void requireCertified(Path file) throws IOException {
        Policy policy = PolicyJson.read(file);
        if (policy.isUncertified(clock.instant())) {
            throw new IllegalStateException(file + ": its certificate no longer holds; delete " + folder.path()
                    + " for a new night with a new test");
        }
    }

    /** The policy of the run: the current one, certified anew, or the trained one, which keeps every incumbent where it is not certified. */
    private Path policyFile() throws IOException {
        return isCertified(required(NightStep.CERTIFY)) ? certifiedFile() : trainedFile();
    }

    private Path certifiedFile() {
        return folder.path().resolve("certified.json");
    }

    private Path trainedFile() {
        return folder.path().resolve("trained.json");
    }

    /** Puts a policy that holds on tonight's evidence among the lake's, as the newest. */
    private void keepCertified(StepRecord certified) throws IOException {
        Path kept = plan.lake().resolve("policies").resolve(folder.id());
        if (Manifest.read(kept).isEmpty()) {
            AtomicFile.write(kept.resolve("policy.json"), Files.readAllBytes(certifiedFile()));
            AtomicFile.write(
                    kept.resolve("certify.json"), (certified.result() + "\n").getBytes(StandardCharsets.UTF_8));
            Manifest.finish(kept);
        }
    }

    private static boolean isCertified(StepRecord record) {
        return record.result() != null
                && record.result().at("/certificate/certified").asBoolean(false);
    }

    private StepRecord required(NightStep step) throws IOException {
        return settled(step).orElseThrow(() -> new IllegalStateException(folder.stepId(step) + " must come first"));
    }

    private JsonNode result(NightStep step) throws IOException {
        return folder.record(step)
                .map(StepRecord::result)
                .orElseThrow(() -> new IllegalStateException(folder.stepId(step) + " must be done"));
    }

    /** What the step's command said at its end. */
    private String lastWords(NightStep step, int status) throws IOException {
        if (status > SIGNALS) {
            return "ended by signal " + (status - SIGNALS);
        }
        List<String> said = tail(folder.log(step));
        return said.reversed().stream()
                .filter(line -> line.startsWith("weighbridge"))
                .findFirst()
                .orElse(said.isEmpty() ? "ended with status " + status : said.getLast());
    }

    private static List<String> tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(log)) {
            ByteBuffer bytes = ByteBuffer.allocate(TAIL_BYTES);
            channel.read(bytes, Math.max(0, channel.size() - TAIL_BYTES));
            return StandardCharsets.UTF_8
                    .decode(bytes.flip())
                    .toString()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
