package io.weighbridge.samples;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.samples.provider.RunBatch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samples run-batch}: a simulated model in the place of vLLM's {@code run-batch}. */
@Command(
        name = "run-batch",
        description = {
            "Answers a file of requests with a simulated model, as `vllm run-batch` does: to be tried as the batch_command of a"
                    + " provider."
        },
        footer = "  weighbridge samples run-batch -i requests.jsonl -o results.jsonl --model sim-small")
final class RunBatchCommand extends JobCommand {
    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(
            names = {"-i", "--input-file"},
            required = true,
            paramLabel = "FILE",
            description = "Requests, as OpenAI's batches take them.")
    private @Nullable Path input;

    @Option(
            names = {"-o", "--output-file"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write the results.")
    private @Nullable Path output;

    @Option(names = "--model", required = true, description = "The model that answers; others are refused.")
    private String model = "";

    @Option(names = "--latency-ms", defaultValue = "0", description = "Of every answer.")
    private long latencyMillis;

    @Override
    protected Summary run() throws Exception {
        RunBatch batch =
                new RunBatch(sample.seed(), sample.world(), model, Duration.ofMillis(latencyMillis), Clock.systemUTC());
        long requests = batch.run(required(input), required(output));
        return new Summary(requests + " requests answered", Map.of("requests", requests));
    }

    private static Path required(@Nullable Path file) {
        if (file == null) {
            throw new IllegalStateException("picocli requires it");
        }
        return file;
    }
}
