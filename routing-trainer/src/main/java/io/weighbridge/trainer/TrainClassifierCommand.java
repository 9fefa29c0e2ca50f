package io.weighbridge.trainer;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.trainer.classify.ClassifierJob;
import io.weighbridge.trainer.classify.ClassifierOptions;
import io.weighbridge.trainer.classify.ClassifierResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge train-classifier}: learns which label a text has, and when not to say. */
@Command(
        name = "train-classifier",
        description = "Learns a classifier of texts, such as intents or agents, with a threshold of abstention.",
        footer = "  weighbridge train-classifier --examples intents.jsonl --out intents.json --target-accuracy 0.95")
final class TrainClassifierCommand extends JobCommand {
    @Option(
            names = "--examples",
            required = true,
            paramLabel = "FILE",
            description = "JSONL, plain or gzip: prompt, label; at least 10 texts a label.")
    private Path examples = Path.of("examples.jsonl");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write the classifier.")
    private Path out = Path.of("classifier.json");

    @Option(
            names = "--target-accuracy",
            defaultValue = "0.95",
            description = "Share of what is said that must be right; abstains as often as that takes"
                    + " (default: ${DEFAULT-VALUE}).")
    private double targetAccuracy;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the split (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected Summary run() throws IOException {
        ClassifierResult result = new ClassifierJob(InstantSource.system())
                .run(examples, new ClassifierOptions(targetAccuracy, seed), out);
        return new Summary(text(result), result);
    }

    private String text(ClassifierResult result) {
        ClassifierResult.Evaluation evaluation = result.evaluation();
        Double covered = evaluation.coveredAccuracy();
        return String.format(
                Locale.ROOT,
                "%d labels, %,d texts: right for %.1f %% of %,d held out (always the most frequent label: %.1f %%);"
                        + " says something of %.1f %% and is right for %s of them. Classifier in %s",
                result.labels().size(),
                result.examples(),
                100 * evaluation.accuracy(),
                evaluation.texts(),
                100 * evaluation.majorityAccuracy(),
                100 * evaluation.coverage(),
                covered == null ? "none" : String.format(Locale.ROOT, "%.1f %%", 100 * covered),
                out);
    }
}
