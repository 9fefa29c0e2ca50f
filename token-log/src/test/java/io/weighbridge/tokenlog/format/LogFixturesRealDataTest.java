package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.tokenlog.CallPricer;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PriceBook;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Exports that other systems' own tests and manuals show. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class LogFixturesRealDataTest {
    private static final Path FIXTURES = Path.of(System.getProperty("weighbridge.data", ""), "log_fixtures");

    @Test
    void everyLangfuseTraceIsReadWholeAndItsCostIsLangfuses() throws IOException {
        List<Path> traces;
        try (Stream<Path> files = Files.list(FIXTURES.resolve("langfuse_trace_export"))) {
            traces = files.sorted().toList();
        }
        assertEquals(20, traces.size());
        int calls = 0;
        int scores = 0;
        Usd billed = Usd.ZERO;
        BigDecimal shown = BigDecimal.ZERO;
        for (Path file : traces) {
            List<Reading> readings = read("langfuse", file);
            assertEquals(List.of(), Logs.rejections(readings));
            for (Reading reading : readings) {
                if (reading instanceof Reading.OfCall of) {
                    calls++;
                    Usd cost = of.call().billedCost();
                    billed = cost == null ? billed : billed.plus(cost);
                } else {
                    scores++;
                }
            }
            for (JsonNode observation : new JsonMapper().readTree(file.toFile()).path("observations")) {
                if (observation.path("type").asText().equals("GENERATION")) {
                    shown = shown.add(
                            new BigDecimal(observation.path("totalCost").asText("0")));
                }
            }
        }
        assertEquals(42, calls);
        assertEquals(24, scores);
        assertEquals(0, shown.compareTo(billed.toBigDecimal()), shown + " " + billed);
    }

    @Test
    void everyLineOfTheBatchFilesIsAPricedCallAtHalfPrice() throws IOException {
        List<CanonicalCall> openAi = calls("openai-batch", FIXTURES.resolve("openai_batch_output.jsonl"));
        assertEquals(List.of(Usage.of(20, 10), Usage.of(22, 10)), usages(openAi));
        // 42 and 20 tokens of gpt-4o-mini at half of 0.15 and 0.60 USD per million
        assertEquals("0.000009150000", cost(openAi));

        List<CanonicalCall> anthropic =
                calls("anthropic-batch", FIXTURES.resolve("anthropic_message_batch_results.jsonl"));
        assertEquals(List.of(Usage.of(11, 36), Usage.of(10, 34)), usages(anthropic));
    }

    @Test
    void everyProviderPayloadIsRead() throws IOException {
        List<Reading> readings = read("provider-usage", FIXTURES.resolve("provider_usage_payloads.json.gz"));
        assertEquals(List.of(), Logs.rejections(readings));
        assertEquals(798, readings.size());
    }

    @Test
    void liteLlmsOwnPayloadIsRead() throws IOException {
        assertEquals(
                1,
                calls("litellm", FIXTURES.resolve("litellm_spend_logs_payload.json"))
                        .size());
    }

    private static List<Usage> usages(List<CanonicalCall> calls) {
        return calls.stream().map(CanonicalCall::usage).filter(Objects::nonNull).toList();
    }

    private static String cost(List<CanonicalCall> calls) {
        CallPricer pricer = new CallPricer(PriceBook.builtIn());
        Usd sum = Usd.ZERO;
        for (CanonicalCall call : calls) {
            sum = sum.plus(Objects.requireNonNull(pricer.cost(call).total()));
        }
        return sum.toString();
    }

    static List<Reading> read(String format, Path file) throws IOException {
        LogSource source = LogSource.of(file);
        assertEquals(
                format,
                FormatDetection.of(LogInput.of(source), ReadOptions.defaults())
                        .format()
                        .name());
        return Logs.read(format, source, ReadOptions.defaults());
    }

    static List<CanonicalCall> calls(String format, Path file) throws IOException {
        List<CanonicalCall> calls = new ArrayList<>();
        for (Reading reading : read(format, file)) {
            calls.add(((Reading.OfCall) reading).call());
        }
        return calls;
    }
}
