package io.weighbridge.samples;

import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.cli.Summary;
import io.weighbridge.samples.provider.BatchOptions;
import io.weighbridge.samples.provider.FaultRates;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code samples provider}: serves the simulated models until it is ended. */
@Command(
        name = "provider",
        description = {
            "Serves the simulated models on the loopback interface with the OpenAI and Anthropic APIs, their batches"
                    + " included. Prints its base URL as one line"
                    + " of JSON when it is ready, and runs until it is ended. GET /stats tells what it did."
        },
        footer = "  weighbridge samples provider --port 8099 --seed 7 --latency-ms 20 --rate-limited 0.01")
final class ProviderCommand extends JobCommand {
    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(names = "--port", defaultValue = "0", description = "Port on 127.0.0.1; 0 is any free one.")
    private int port;

    @Option(names = "--latency-ms", defaultValue = "0", description = "Added to every answer.")
    private long latencyMillis;

    @Option(names = "--rate-limited", defaultValue = "0", description = "Share of requests answered 429.")
    private double rateLimited;

    @Option(names = "--server-error", defaultValue = "0", description = "Share answered 500.")
    private double serverError;

    @Option(names = "--cut-connection", defaultValue = "0", description = "Share paid, then cut off.")
    private double cutConnection;

    @Option(names = "--stalled", defaultValue = "0", description = "Share paid, then silent for --stall-seconds.")
    private double stalled;

    @Option(names = "--stall-seconds", defaultValue = "300", description = "How long a stalled request is silent.")
    private long stallSeconds;

    @Option(names = "--malformed-json", defaultValue = "0", description = "Share paid, then sent as broken JSON.")
    private double malformedJson;

    @Option(names = "--batch-ms", defaultValue = "0", description = "From the creation of a batch to its end.")
    private long batchMillis;

    @Option(names = "--api-key", description = "The key to insist on (default: accept every caller).")
    private @Nullable String apiKey;

    @Option(names = "--until-input-ends", description = "End when standard input ends, as it does with the parent.")
    private boolean untilInputEnds;

    @Override
    protected Summary run() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(options())) {
            console()
                    .out()
                    .println(JsonOutput.line(
                            Map.of("base_url", provider.baseUrl().toString())));
            console().out().flush();
            if (untilInputEnds) {
                drain(System.in);
            } else {
                new CountDownLatch(1).await();
            }
            return new Summary(
                    provider.paidCalls() + " calls answered",
                    Map.of(
                            "requests",
                            provider.requests(),
                            "paid_calls",
                            provider.paidCalls(),
                            "charged_usd",
                            provider.charged()));
        }
    }

    private ProviderOptions options() {
        FaultRates faults = new FaultRates(
                rateLimited, serverError, cutConnection, stalled, malformedJson, Duration.ofSeconds(stallSeconds));
        return new ProviderOptions(
                port,
                sample.seed(),
                sample.world(),
                Duration.ofMillis(latencyMillis),
                faults,
                Optional.ofNullable(apiKey),
                BatchOptions.defaults().withProcessing(Duration.ofMillis(batchMillis)),
                false);
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
