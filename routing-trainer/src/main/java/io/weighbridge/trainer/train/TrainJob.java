package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.SortableId;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audit of a lake, trains, and writes {@code policies/ID/}: policy.json, model-card.md and .html, train.json, and the
 * manifest last.
 */
public final class TrainJob {
    private final Path lake;
    private final Settings settings;
    private final InstantSource clock;

    public TrainJob(Path lake, Settings settings, InstantSource clock) {
        this.lake = lake;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param audit null is the latest finished one
     * @param out where the policy is copied
     * @param progress told of each stage as it begins
     * @throws BadInputException if there is no such audit or its training set breaks a rule
     */
    public TrainResult run(@Nullable String audit, TrainOptions options, Path out, Consumer<TrainStage> progress)
            throws IOException {
        LakeAudits.TrainingFile source = new LakeAudits(lake).trainingSet(audit);
        progress.accept(TrainStage.READ);
        TrainingSet set = TrainingSet.read(source.file());
        Instant now = clock.instant();
        String auditId = source.id();
        TrainResult.Trained trained = new Trainer(
                        set,
                        options,
                        CandidateLimits.of(settings, Prices.of(settings, List.of(), now), source.latencies()),
                        auditId,
                        Agents.read(source.file()),
                        Verifiers.read(source.file(), options.verifierCostUsd()),
                        new CertificationLedger(lake),
                        now,
                        progress)
                .train();
        write(trained, now, auditId, options);
        PolicyJson.write(trained.policy(), out);
        return trained.result();
    }

    private void write(TrainResult.Trained trained, Instant now, String auditId, TrainOptions options)
            throws IOException {
        String id = SortableId.of(now, auditId, PolicyJson.id(trained.policy()), options.toString());
        Path directory = Files.createDirectories(lake.resolve("policies").resolve(id));
        PolicyJson.write(trained.policy(), directory.resolve("policy.json"));
        Files.writeString(directory.resolve("model-card.md"), trained.modelCard());
        Files.writeString(directory.resolve("model-card.html"), trained.modelCardPage());
        Files.writeString(directory.resolve("train.json"), JsonOutput.pretty(trained.result()));
        Manifest.finish(directory);
    }
}
