package io.weighbridge.runner.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.Decision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadParserTest {
    private static final String GOOD = """
            {"custom_id":"a-1","method":"POST","url":"/v1/chat/completions","body":{"model":"big",\
            "messages":[{"role":"system","content":"Be brief"},{"role":"user","content":[{"type":"text","text":"Hi"}]}],\
            "max_tokens":64,"metadata":{"task":"greeting","team":"care"}}}""";

    @Test
    void aGoodLineGivesTheItem() throws InvalidLineException {
        WorkloadItem item = parse(GOOD);

        assertEquals("a-1", item.customId());
        assertEquals("big", item.requestedModel());
        assertEquals("greeting", item.task());
        assertEquals("care", item.attribution().team());
        assertEquals("Be brief\nHi", item.prompt());
        assertEquals(64, item.outputTokenBound());
    }

    @Test
    void onlyTheModelDiffersInWhatIsSent() throws InvalidLineException {
        String sent = parse(GOOD).bodyFor("small");

        assertEquals(parse(GOOD).body().toString().replace("\"model\":\"big\"", "\"model\":\"small\""), sent);
    }

    @Test
    void severalChoicesMultiplyTheOutputBound() throws InvalidLineException {
        assertEquals(
                192,
                parse(GOOD.replace("\"max_tokens\"", "\"n\":3,\"max_tokens\"")).outputTokenBound());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "custom_id":"a-1",             |                               | custom_id: must be text, was absent
            "custom_id":"a-1"              | "custom_id":" "               | custom_id: must not be blank
            "custom_id":"a-1"              | "custom_id":"a\\u0000"          | custom_id: must not hold the character 0
            "POST"                         | "GET"                         | method: must be "POST"
            /v1/chat/completions           | /v1/images                    | url: must be one of "/v1/chat/completions", "/v1/responses", "/v1/embeddings"
            "model":"big",                 |                               | body.model: must be text, was absent
            "task":"greeting",             |                               | body.metadata.task: must be text, was absent
            "task":"greeting"              | "task":7                      | body.metadata.task: must be text, was number
            "max_tokens":64,               |                               | body.max_tokens: must be a whole number (it bounds what the call can cost), was absent
            "max_tokens":64                | "max_tokens":0                | body.max_tokens: must be in [1, 10000000], was 0
            "max_tokens":64                | "max_tokens":-5               | body.max_tokens: must be in [1, 10000000], was -5
            "max_tokens":64                | "max_tokens":64,"stream":true | body.stream: must be false or absent
            "type":"text","text":"Hi"      | "type":"image_url"            | body.messages[1].content: must hold text parts only: the tokens of other parts have no bound
            """)
    void aLineThatBreaksARuleNamesFieldAndRule(String part, String replacement, String problem) {
        InvalidLineException invalid = assertThrows(
                InvalidLineException.class,
                () -> parse(GOOD.replace(part.strip(), replacement == null ? "" : replacement.strip())));

        assertEquals("line 12: " + problem, invalid.getMessage());
    }

    @Test
    void whatIsNotJsonNeverShowsItsText() {
        InvalidLineException invalid = assertThrows(InvalidLineException.class, () -> parse("{\"secret prompt"));

        assertEquals(new RejectedLine(12, null, "line", invalid.rejected().rule()), invalid.rejected());
        assertFalse(String.valueOf(invalid.getMessage()).contains("secret"));
    }

    @Test
    void aLineThatIsNotUtf8IsRejected() {
        RawLine line = RawLine.of(12, new byte[] {'"', (byte) 0xC3, '"'});

        assertEquals(
                "line 12: line: must be UTF-8",
                assertThrows(InvalidLineException.class, () -> new WorkloadParser().parse(line))
                        .getMessage());
    }

    @Test
    void aCustomIdSeenBeforeIsRejectedAndTheFirstOneKept() throws InvalidLineException {
        LineRouting routing = new LineRouting(item -> new Decision("policy-1", "small", 1, "test", List.of("small")));
        Acceptance acceptance = new Acceptance(Set.of("earlier"));
        acceptance.accept(routing.line(line(GOOD)));

        InvalidLineException again =
                assertThrows(InvalidLineException.class, () -> acceptance.accept(routing.line(line(GOOD))));
        InvalidLineException restarted = assertThrows(
                InvalidLineException.class,
                () -> acceptance.accept(routing.line(line(GOOD.replace("a-1", "earlier")))));

        assertEquals("line 12: custom_id: must be unique in the workload, was seen before", again.getMessage());
        assertEquals("earlier", restarted.rejected().customId());
    }

    private static WorkloadItem parse(String text) throws InvalidLineException {
        return new WorkloadParser().parse(line(text));
    }

    private static RawLine line(String text) {
        return RawLine.of(12, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "fits", textBlock = """
            responses  | {"input":"Hi","max_output_tokens":9}                                            | fits
            responses  | {"input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],"max_output_tokens":9} | fits
            responses  | {"input":"Hi"}                                                                  | body.max_output_tokens: must be a whole number (it bounds what the call can cost), was absent
            responses  | {"input":" ","max_output_tokens":9}                                             | body.input: must be text or a non-empty array of messages
            responses  | {"messages":[],"max_output_tokens":9}                                           | body.messages: must be absent: a response has an input
            responses  | {"input":[{"content":[{"type":"input_image"}]}],"max_output_tokens":9}          | body.input[0].content: must hold text parts only: the tokens of other parts have no bound
            responses  | {"input":"Hi","max_output_tokens":9,"previous_response_id":"r"}                 | body.previous_response_id: must be absent: its tokens have no bound
            responses  | {"input":"Hi","max_output_tokens":9,"tools":[{"type":"web_search"}]}            | body.tools: must be functions: what other tools cost has no bound
            responses  | {"input":"Hi","max_output_tokens":9,"background":true}                          | body.background: must be false or absent
            embeddings | {"input":["Hi","there"]}                                                        | fits
            embeddings | {"input":[1,2]}                                                                 | body.input: must be text or a non-empty array of texts
            embeddings | {"input":[]}                                                                    | body.input: must be text or a non-empty array of texts
            embeddings | {"input":"Hi","max_output_tokens":9}                                            | body.max_output_tokens: must be absent: embeddings have an input alone
            """)
    void otherOperationsHaveRulesOfTheirOwn(String operation, String body, @Nullable String problem) throws Exception {
        String line = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/" + operation + "\",\"body\":"
                + body.replaceFirst("\\{", "{\"model\":\"m\",\"metadata\":{\"task\":\"t\"},") + "}";
        RawLine raw = RawLine.of(1, line.getBytes(StandardCharsets.UTF_8));
        if (problem == null) {
            assertEquals(
                    operation,
                    new WorkloadParser().parse(raw).operation().name().toLowerCase(Locale.ROOT));
        } else {
            InvalidLineException refused =
                    assertThrows(InvalidLineException.class, () -> new WorkloadParser().parse(raw));
            assertEquals("line 1: " + problem, refused.getMessage());
        }
    }
}
