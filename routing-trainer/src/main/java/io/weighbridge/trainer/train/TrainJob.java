package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.PriceBooks;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.SortableId;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.PriceBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an audit of a lake, trains, and writes {@code policies/ID/}: policy.json, model-card.md, train.json, and the
 * manifest last.
 */
public final class TrainJob {
    private static final String TRAINING_SET = "training-set.parquet";

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
     * @param progress told the name of each stage as it begins
     * @throws BadInputException if there is no such audit or its training set breaks a rule
     */
    public TrainResult run(@Nullable String audit, TrainOptions options, Path out, Consumer<String> progress)
            throws IOException {
        Path source = audit == null ? latestAudit() : finishedAudit(audit);
        TrainingSet set = TrainingSet.read(source.resolve(TRAINING_SET));
        Instant now = clock.instant();
        String auditId = source.getFileName().toString();
        TrainResult.Trained trained = new Trainer(set, options, prices(now), auditId, now, progress).train();
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
        Files.writeString(directory.resolve("train.json"), JsonOutput.pretty(trained.result()));
        Manifest.finish(directory);
    }

    private Path finishedAudit(String id) throws IOException {
        Path directory = lake.resolve("audits").resolve(id);
        if (Manifest.read(directory).isEmpty()) {
            throw new BadInputException(directory + ": must be a finished audit, has no " + Manifest.FILE_NAME);
        }
        return directory;
    }

    private Path latestAudit() throws IOException {
        Path audits = lake.resolve("audits");
        if (!Files.isDirectory(audits)) {
            throw new BadInputException(audits + ": must hold an audit; run weighbridge audit first");
        }
        List<Path> newestFirst;
        try (Stream<Path> listed = Files.list(audits)) {
            newestFirst = listed.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path directory : newestFirst) {
            if (Manifest.read(directory).isPresent()) {
                return directory;
            }
        }
        throw new BadInputException(audits + ": must hold a finished audit, none of " + newestFirst.size() + " has a "
                + Manifest.FILE_NAME);
    }

    private Prices prices(Instant at) {
        PriceBook book = PriceBooks.over(settings, List.of());
        Map<String, String> providers = new HashMap<>();
        settings.providers()
                .forEach((name, provider) -> provider.models().forEach(model -> providers.put(model, name)));
        return new Prices(book, settings.aliases(), providers, at);
    }
}
