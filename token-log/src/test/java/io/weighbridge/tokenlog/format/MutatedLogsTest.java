package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.tokenlog.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten thousand mutated lines of every format: reading never fails, and where a line is a row each line becomes exactly one
 * reading, accepted or rejected.
 */
class MutatedLogsTest {
    private static final int LINES = 10_000;
    private static final int LINES_PER_FILE = 250;
    private static final byte[] SPICE =
            "{}[]\",:\\0123456789-+.eEnulltrue \t\u0000\u00ff\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

    /**
     * A mutated attribute may leave a span that is no model call; two lines with a stray quote each may be one row of a table;
     * neighbouring rows of one charge are one record.
     */
    private static final Set<String> MANY_LINES_A_READING = Set.of("otel", "csv", "focus");

    private static final Map<String, String> HEADERS = Map.of(
            "csv",
            "source,id,at,model,in,out,usd,team\n",
            "focus",
            "BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceProviderName,SkuId,SkuMeter,"
                    + "ConsumedQuantity,ConsumedUnit\n");

    private static final CsvMapping MAPPING = mapping();

    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry(
                    "canonical",
                    "{\"format\":\"weighbridge-call/1\",\"source\":\"gateway\",\"call_id\":\"c1\",\"occurred_at\":"
                            + "\"2026-10-01T08:00:00Z\",\"requested_model\":\"gpt-4o\",\"status\":\"ok\",\"attempt\":1,"
                            + "\"input_tokens\":10,\"output_tokens\":2,\"billed_cost_usd\":\"0.001000000000\"}"),
            Map.entry(
                    "outcomes",
                    "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"u1\",\"task\":\"t\",\"model\":\"gpt-4o\",\"score\":0.5,"
                            + "\"label_source\":\"grader\"}"),
            Map.entry(
                    "litellm",
                    "{\"request_id\":\"r1\",\"startTime\":\"2026-10-01 08:00:00\",\"endTime\":\"2026-10-01 08:00:01\",\"model\":"
                            + "\"gpt-4o\",\"spend\":0.001,\"prompt_tokens\":10,\"completion_tokens\":2,\"metadata\":"
                            + "\"{\\\"usage_object\\\":{\\\"cache_creation_input_tokens\\\":3}}\",\"messages\":[{\"content\":\"Hi\"}]}"),
            Map.entry(
                    "langfuse",
                    "{\"id\":\"g1\",\"traceId\":\"t1\",\"type\":\"GENERATION\",\"startTime\":\"2026-10-01T08:00:00Z\",\"model\":"
                            + "\"gpt-4o\",\"input\":[{\"content\":\"Hi\"}],\"usageDetails\":{\"input\":10,\"output\":2,\"total\":12},"
                            + "\"totalCost\":0.001,\"metadata\":\"{\\\"attributes\\\":{\\\"gen_ai.system\\\":\\\"openai\\\"}}\"}"),
            Map.entry(
                    "helicone",
                    "{\"request_id\":\"h1\",\"request_created_at\":\"2026-10-01T08:00:00Z\",\"request_model\":\"gpt-4o\","
                            + "\"prompt_tokens\":10,\"completion_tokens\":2,\"response_body\":{\"usage\":{\"prompt_tokens\":10,"
                            + "\"completion_tokens\":2}},\"costUSD\":0.001}"),
            Map.entry(
                    "otel",
                    "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t0\",\"spanId\":\"s0\",\"startTimeUnixNano\":"
                            + "\"1790841600000000000\",\"attributes\":[{\"key\":\"gen_ai.request.model\",\"value\":{\"stringValue\":"
                            + "\"gpt-4o\"}},{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":\"10\"}}]}]}]}]}"),
            Map.entry(
                    "openai-batch",
                    "{\"id\":\"b1\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,\"body\":{\"created\":1790841600,\"model\":"
                            + "\"gpt-4o\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}},\"error\":null}"),
            Map.entry(
                    "anthropic-batch",
                    "{\"custom_id\":\"a\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"m1\",\"model\":\"claude\",\"usage\":"
                            + "{\"input_tokens\":10,\"cache_read_input_tokens\":4,\"output_tokens\":2}}}}"),
            Map.entry("csv", "gateway,r1,2026-10-01T08:00:00Z,gpt-4o,10,2,0.001,billing"),
            Map.entry(
                    "focus",
                    "0.25,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,openai,gpt-4o,Input Tokens,1000,Tokens"),
            Map.entry(
                    "provider-usage",
                    "{\"model\":\"gpt-4o\",\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4},"
                            + "\"output_tokens\":2,\"output_tokens_details\":{\"reasoning_tokens\":1}}}"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canonical",
                "outcomes",
                "litellm",
                "langfuse",
                "helicone",
                "otel",
                "openai-batch",
                "anthropic-batch",
                "provider-usage",
                "csv",
                "focus"
            })
    void everyMutatedLineIsAcceptedOrRejected(String format) throws IOException {
        SplittableRandom random = new SplittableRandom(format.hashCode());
        byte[] row = Objects.requireNonNull(ROWS.get(format)).getBytes(StandardCharsets.UTF_8);
        byte[] header = HEADERS.getOrDefault(format, "").getBytes(StandardCharsets.UTF_8);
        ReadOptions options = ReadOptions.defaults()
                .withTime(Instant.parse("2026-10-01T00:00:00Z"))
                .withMapping(MAPPING);
        int accepted = 0;
        int rejected = 0;
        for (int file = 0; file < LINES / LINES_PER_FILE; file++) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes(header);
            content.writeBytes(row);
            content.write('\n');
            for (int line = 0; line < LINES_PER_FILE; line++) {
                content.writeBytes(mutated(row, random));
                content.write('\n');
            }
            List<Reading> readings = Logs.read(format, Logs.source("log.jsonl", content.toByteArray()), options);
            int bad = Logs.rejections(readings).size();
            if (MANY_LINES_A_READING.contains(format)) {
                assertTrue(readings.size() > LINES_PER_FILE / 2, readings.size() + " readings");
            } else {
                assertTrue(readings.size() >= LINES_PER_FILE + 1, readings.size() + " readings");
            }
            rejected += bad;
            accepted += readings.size() - bad;
        }
        assertTrue(accepted > LINES / 50 && rejected > LINES / 50, accepted + " accepted, " + rejected + " rejected");
    }

    private static CsvMapping mapping() {
        String json =
                "{\"format\":\"weighbridge-mapping/1\",\"fields\":{\"source\":\"source\",\"call_id\":\"id\",\"occurred_at\":\"at\","
                        + "\"requested_model\":\"model\",\"input_tokens\":\"in\",\"output_tokens\":\"out\",\"billed_cost_usd\":\"usd\",\"team\":\"team\"}}";
        return CsvMapping.of("mapping", StrictJson.node(json, "mapping"));
    }

    /** One to three edits: a byte changed, some cut out, some said twice, the end cut off. Never a line feed. */
    private static byte[] mutated(byte[] row, SplittableRandom random) {
        byte[] bytes = row.clone();
        for (int edit = random.nextInt(1, 4); edit > 0 && bytes.length > 8; edit--) {
            int at = random.nextInt(bytes.length - 4);
            int length = random.nextInt(1, Math.min(24, bytes.length - at));
            switch (random.nextInt(5)) {
                case 0, 1 -> bytes[at] = SPICE[random.nextInt(SPICE.length)];
                case 2 -> bytes = joined(bytes, at, at + length);
                case 3 -> bytes = joined(bytes, at + length, at);
                default -> bytes = random.nextInt(4) == 0 ? joined(bytes, at + 4, bytes.length) : bytes;
            }
        }
        return bytes;
    }

    /** The bytes up to one place and from another on. */
    private static byte[] joined(byte[] bytes, int until, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, until);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }
}
