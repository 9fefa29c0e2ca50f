package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
    private static final String HEADER = "time,model,in,out,cost\n";
    private static final String FIELDS = "\"source\":{\"constant\":\"gateway\"},\"occurred_at\":\"time\","
            + "\"requested_model\":\"model\",\"input_tokens\":\"in\",\"output_tokens\":\"out\",\"billed_cost_usd\":\"cost\"";

    @Test
    void aRowBecomesACallByTheMapping() throws IOException {
        CanonicalCall call =
                only(HEADER + "2026-10-31T09:35:00,gpt-4.1,417,20,9.94e-4\n", zone("Europe/Berlin"), FIELDS);
        assertEquals("gateway", call.source());
        assertEquals("2026-10-31T08:35:00Z", call.occurredAt().toString());
        assertEquals("gpt-4.1", call.model());
        assertEquals(Usage.of(417, 20), call.usage());
        assertEquals("0.000994000000", String.valueOf(call.billedCost()));
        assertEquals("ok", call.response().status());
    }

    @Test
    void emptyCellsAreAbsentNotZero() throws IOException {
        CanonicalCall call = only(HEADER + "2026-10-31T09:35:00Z,gpt-4.1,,,\n", "", FIELDS);
        assertNull(call.usage());
        assertNull(call.billedCost());
    }

    @Test
    void unitsAndTranslationsAreApplied() throws IOException {
        String table = "at,model,secs,cents,outcome\n1793432100,m,1.5,12.5,success\n";
        CanonicalCall call = only(
                table,
                "",
                "\"source\":{\"constant\":\"s\"},\"occurred_at\":{\"column\":\"at\",\"unit\":\"epoch_seconds\"},"
                        + "\"requested_model\":\"model\",\"latency_ms\":{\"column\":\"secs\",\"unit\":\"seconds\"},"
                        + "\"billed_cost_usd\":{\"column\":\"cents\",\"unit\":\"cents\"},"
                        + "\"status\":{\"column\":\"outcome\",\"values\":{\"success\":\"ok\",\"failure\":\"error\"}}");
        assertEquals("2026-10-31T07:35:00Z", call.occurredAt().toString());
        assertEquals(1500L, call.response().latencyMillis());
        assertEquals("0.125000000000", String.valueOf(call.billedCost()));
        assertEquals("ok", call.response().status());
    }

    @Test
    void idsAreJoinedAndLabelsNamed() throws IOException {
        CanonicalCall call = only(
                "time,model,run,turn\n2026-10-31T09:35:00Z,m,r1,7\n",
                "",
                "\"source\":{\"constant\":\"s\"},\"occurred_at\":\"time\",\"requested_model\":\"model\","
                        + "\"call_id\":{\"columns\":[\"run\",\"turn\"],\"joined_by\":\"#\"},\"label.run\":\"run\"");
        assertEquals("r1#7", call.callId());
        assertEquals(Map.of("run", "r1"), call.request().labels());
    }

    @Test
    void equalRowsWithoutAnIdAreBothKeptAndASecondExportHasTheSameIds() throws IOException {
        String row = "2026-10-31T09:35:00Z,m,1,1,0.1\n";
        List<String> ids = Logs.callIds(read(HEADER + row + row, "", FIELDS));
        assertEquals(2, ids.size());
        assertNotEquals(ids.get(0), ids.get(1));
        String later = "2026-10-31T10:00:00Z,m,1,1,0.1\n";
        assertEquals(
                ids, Logs.callIds(read(HEADER + row + row + later, "", FIELDS)).subList(0, 2));
        assertTrue(ids.get(0).matches("row-[0-9a-f]{32}-0"), ids.get(0));
    }

    @Test
    void cellsMayHoldDelimitersQuotesAndLineFeeds() throws IOException {
        String fields = FIELDS + ",\"prompt\":\"text\"";
        CanonicalCall call =
                only("time,model,in,out,cost,text\n2026-10-31T09:35:00Z,m,1,1,0,\"a, \"\"b\"\"\nc\"\n", "", fields);
        assertEquals("a, \"b\"\nc", call.request().prompt());
    }

    @Test
    void aStrayQuoteCostsOnlyItsOwnLine() throws IOException {
        String good = "2026-10-31T09:35:00Z,m,1,1,0.1\n";
        List<Reading> readings = read(HEADER + good + "2026-10-31T09:35:00Z,\"m,1,1,0.1\n" + good + good, "", FIELDS);
        assertEquals(3, Logs.callIds(readings).size());
        assertEquals(
                List.of("t.csv:3: row: must close its quotes, was an open quote in cell 2"), Logs.rejections(readings));
    }

    @Test
    void aRowWithTooFewCellsIsRejected() throws IOException {
        List<Reading> readings = read(HEADER + "2026-10-31T09:35:00Z,m,1\n2026-10-31T09:35:00Z,m,1,1,\n", "", FIELDS);
        assertEquals(List.of("t.csv:2: row: must have 5 cells, was 3"), Logs.rejections(readings));
        assertEquals(1, Logs.callIds(readings).size());
    }

    @Test
    void badValuesAreNamed() throws IOException {
        assertEquals(
                List.of(
                        "t.csv:2: input_tokens: must not be negative, was -5",
                        "t.csv:3: input_tokens: must be a whole number, was 1.5",
                        "t.csv:4: input_tokens: must be a decimal number, was many",
                        "t.csv:5: output_tokens: must be given where the other is, was absent",
                        "t.csv:6: requested_model: is required, was empty",
                        "t.csv:7: occurred_at: must be an ISO-8601 time such as 2026-10-31T07:35:00Z, was yesterday",
                        "t.csv:8: billed_cost_usd: must not be negative, was -1.000000000000"),
                Logs.rejections(read(
                        HEADER
                                + "2026-10-31T09:35:00Z,m,-5,1,\n"
                                + "2026-10-31T09:35:00Z,m,1.5,1,\n"
                                + "2026-10-31T09:35:00Z,m,many,1,\n"
                                + "2026-10-31T09:35:00Z,m,1,,\n"
                                + "2026-10-31T09:35:00Z,,1,1,\n"
                                + "yesterday,m,1,1,\n"
                                + "2026-10-31T09:35:00Z,m,1.0,1,-1\n",
                        zone("UTC"),
                        FIELDS)));
    }

    @Test
    void timesWithoutAZoneNeedOneInTheMapping() throws IOException {
        LogInput log = LogInput.of(Logs.source("t.csv", HEADER + "2026-10-31T09:35:00,m,1,1,\n"));
        ReadOptions options = ReadOptions.defaults().withMapping(mapping("", FIELDS));
        assertEquals(
                "map.json: time_zone: is required, because times of this file name no zone, was absent",
                assertThrows(InvalidMappingException.class, () -> new CsvFormat().open(log, options))
                        .getMessage(),
                "known when the file is opened, before any row is stored");
    }

    @Test
    void aMappingThatDoesNotFitIsNamedWithKeyAndValue() {
        String table = HEADER + "2026-10-31T09:35:00Z,m,1,1,\n";
        assertMappingError(
                "map.json: fields.occurred_at: must name a column of the file, was timestmp",
                table,
                "",
                FIELDS.replace("\"time\"", "\"timestmp\""));
        assertMappingError(
                "map.json: fields.tokens: must be a field of the canonical call, was unknown",
                table,
                "",
                FIELDS + ",\"tokens\":\"in\"");
        assertMappingError("map.json: fields.source: is required, was absent", table, "", "\"occurred_at\":\"time\"");
        assertMappingError(
                "map.json: time_zone: must be a zone such as UTC or America/Toronto, was Mars",
                table,
                zone("Mars"),
                FIELDS);
        assertMappingError(
                "map.json: fields.latency_ms.unit: must be one of [milliseconds, seconds, microseconds], was hours",
                table,
                "",
                FIELDS + ",\"latency_ms\":{\"column\":\"in\",\"unit\":\"hours\"}");
        assertMappingError(
                "map.json: delimiter: must be one character other than a quote or line feed, was ;;",
                table,
                "\"delimiter\":\";;\",",
                FIELDS);
        assertMappingError(
                "map.json: fields.task: must name either columns or a constant, was both or neither",
                table,
                "",
                FIELDS + ",\"task\":{}");
        assertMappingError(
                "map.json: zone: must be one of [format, comment, delimiter, time_zone, fields], was unknown",
                table,
                "\"zone\":\"UTC\",",
                FIELDS);
    }

    @Test
    void otherDelimitersWork() throws IOException {
        CanonicalCall call =
                only(HEADER.replace(',', ';') + "2026-10-31T09:35:00Z;m;1;1;0.1\n", "\"delimiter\":\";\",", FIELDS);
        assertEquals(Usage.of(1, 1), call.usage());
    }

    private static void assertMappingError(String message, String table, String head, String fields) {
        assertEquals(
                message,
                assertThrows(InvalidMappingException.class, () -> read(table, head, fields))
                        .getMessage());
    }

    private static CanonicalCall only(String table, String head, String fields) throws IOException {
        List<Reading> readings = read(table, head, fields);
        assertEquals(List.of(), Logs.rejections(readings));
        assertEquals(1, readings.size());
        return ((Reading.OfCall) readings.get(0)).call();
    }

    private static List<Reading> read(String table, String head, String fields) throws IOException {
        ReadOptions options = ReadOptions.defaults().withMapping(mapping(head, fields));
        return Logs.read("csv", Logs.source("t.csv", table), options);
    }

    private static CsvMapping mapping(String head, String fields) throws JsonProcessingException {
        String json = "{\"format\":\"weighbridge-mapping/1\"," + head + "\"fields\":{" + fields + "}}";
        return CsvMapping.of("map.json", new ObjectMapper().readTree(json));
    }

    private static String zone(String zone) {
        return "\"time_zone\":\"" + zone + "\",";
    }
}
