package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FormatDetectionTest {
    @Test
    void eachFormatIsToldFromItsBeginningWithAReason() throws IOException {
        assertDetected("canonical", "its first line says \"weighbridge-call\"", "{\"format\":\"weighbridge-call/1\"}");
        assertDetected(
                "outcomes", "its first line says \"weighbridge-outcome\"", "{\"format\":\"weighbridge-outcome/1\"}");
        assertDetected("outcomes", "its header has prompt_id, model and score", "dataset,prompt_id,task,model,score\n");
        assertDetected(
                "litellm",
                "its rows have request_id, startTime and spend",
                "[{\"request_id\":\"r\",\"startTime\":\"t\",\"spend\":0}]");
    }

    @Test
    void aTableWithAMappingIsCsv() throws IOException {
        CsvMapping mapping = CsvMapping.of(
                "map.json",
                new ObjectMapper()
                        .readTree("{\"format\":\"weighbridge-mapping/1\",\"fields\":{\"source\":{\"constant\":\"s\"},"
                                + "\"occurred_at\":\"t\",\"requested_model\":\"m\"}}"));
        FormatDetection detection = FormatDetection.of(
                LogInput.of(Logs.source("t.csv", "t,m\n")),
                ReadOptions.defaults().withMapping(mapping));
        assertEquals("csv", detection.format().name());
        assertEquals("it is not JSON and a mapping is given", detection.reason());
    }

    @Test
    void anUnknownFormatIsRefusedWithWhatToDo() {
        assertUnknown(
                "a.json: is JSON of no known format; name one with --format (" + LogFormats.names() + ")", "{\"a\":1}");
        assertUnknown(
                "a.json: is in no known format; a table needs --mapping FILE, others --format (" + LogFormats.names()
                        + ")",
                "a,b\n1,2\n");
    }

    private static void assertDetected(String format, String reason, String content) throws IOException {
        FormatDetection detection =
                FormatDetection.of(LogInput.of(Logs.source("a.json", content)), ReadOptions.defaults());
        assertEquals(format, detection.format().name());
        assertEquals(reason, detection.reason());
    }

    private static void assertUnknown(String message, String content) {
        LogInput input = LogInput.of(Logs.source("a.json", content));
        assertEquals(
                message,
                assertThrows(UnreadableLogException.class, () -> FormatDetection.of(input, ReadOptions.defaults()))
                        .getMessage());
    }
}
