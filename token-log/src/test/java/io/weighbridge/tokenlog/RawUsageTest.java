package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.format.ReadOptions;
import io.weighbridge.tokenlog.format.Reading;
import io.weighbridge.tokenlog.format.Readings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawUsageTest {
    @Test
    void numbersStayAndTextsGo() {
        assertEquals(
                "{\"details\":{\"cached\":3},\"exact\":true,\"input\":10,\"share\":0.25}",
                raw("{\"input\":10,\"note\":\"my secret\",\"share\":0.25,\"details\":{\"cached\":3,\"who\":\"me\"},"
                        + "\"a secret key\":1,\"list\":[\"secret\"],\"nothing\":null,\"exact\":true}"));
    }

    @Test
    void whatIsTooDeepOrTooLongOrEmptyGoesAltogether() {
        assertNull(raw("{}"));
        assertNull(raw("{\"a\":\"text\"}"));
        assertNull(raw("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}"));
        StringBuilder many = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 500; i++) {
            many.append(",\"count_").append(i).append("\":1000");
        }
        assertNull(raw(many + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "litellm|{'request_id':'1','startTime':'2026-10-01 08:00:00','spend':0,'model':'m','prompt_tokens':5,"
                        + "'completion_tokens':1,'metadata':{'usage_object':{'prompt_tokens':5,'completion_tokens':1}}}"
                        + "|{'completion_tokens':1,'prompt_tokens':5}",
                "langfuse|{'id':'1','type':'GENERATION','startTime':'2026-10-01T08:00:00Z','model':'m',"
                        + "'usageDetails':{'input':5,'output':1}}|{'input':5,'output':1}",
                "helicone|{'request_id':'1','request_created_at':'2026-10-01T08:00:00Z','request_model':'m',"
                        + "'response_body':{'usage':{'prompt_tokens':5,'completion_tokens':1}}}"
                        + "|{'completion_tokens':1,'prompt_tokens':5}",
                "otel|{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'t','spanId':'s','startTimeUnixNano':"
                        + "'1790841600000000000','attributes':[{'key':'gen_ai.request.model','value':{'stringValue':'m'}},"
                        + "{'key':'gen_ai.usage.input_tokens','value':{'intValue':'5'}},"
                        + "{'key':'gen_ai.usage.output_tokens','value':{'intValue':'1'}}]}]}]}]}"
                        + "|{'gen_ai.usage.input_tokens':5,'gen_ai.usage.output_tokens':1}",
                "openai-batch|{'id':'b','custom_id':'a','response':{'status_code':200,'body':{'created':1790841600,'model':'m',"
                        + "'usage':{'prompt_tokens':5,'completion_tokens':1}}},'error':null}"
                        + "|{'completion_tokens':1,'prompt_tokens':5}",
                "anthropic-batch|{'custom_id':'a','result':{'type':'succeeded','message':{'id':'m1','model':'m','usage':"
                        + "{'input_tokens':5,'output_tokens':1,'service_tier':'batch'}}}}|{'input_tokens':5,'output_tokens':1}"
            })
    void everyReaderThatSeesTheProvidersUsageKeepsIt(String format, String row, String expected) throws IOException {
        byte[] content = row.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        LogInput input = LogInput.of(new LogSource("log.jsonl", () -> new ByteArrayInputStream(content)));
        ReadOptions options = ReadOptions.defaults().withTime(Instant.parse("2026-10-01T00:00:00Z"));
        try (Readings readings = LogFormats.named(format).orElseThrow().open(input, options)) {
            CanonicalCall call = ((Reading.OfCall) readings.next()).call();
            assertEquals(expected.replace('\'', '"'), call.rawUsage());
        }
    }

    private static @Nullable String raw(String usage) {
        return RawUsage.of(StrictJson.node(usage, "usage"));
    }
}
