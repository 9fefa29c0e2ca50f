package io.weighbridge.runner.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.ProviderApi;
import io.weighbridge.tokenlog.Usage;
import java.net.http.HttpRequest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicProtocolTest {
    private static final Protocol PROTOCOL = Protocol.of(ProviderApi.ANTHROPIC);

    @Test
    void systemTextLimitsAndSamplingAreTranslatedAndOurMetadataStaysHere() throws Exception {
        String chat = """
                {"model":"m","messages":[{"role":"system","content":"Be brief"},
                {"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"}]}],
                "max_completion_tokens":64,"temperature":0.5,"stop":"END","user":"u-1","n":1,"stream":false,
                "metadata":{"task":"greeting"}}""";

        assertEquals(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\\nthere\"}],\"system\":\"Be brief\","
                        + "\"max_tokens\":64,\"temperature\":0.5,\"stop_sequences\":[\"END\"],\"metadata\":{\"user_id\":\"u-1\"}}",
                PROTOCOL.requestBody(Operation.CHAT, chat));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "tools":[]                      | body.tools: has no equal at this provider
            "temperature":1.5               | body.temperature: must be at most 1 for this provider
            "n":2                           | body.n: must be 1 for this provider
            "response_format":{}            | body.response_format: has no equal at this provider
            """)
    void whatHasNoEqualIsNamed(String field, String problem) {
        assertProblem(problem, "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]," + field + "}");
    }

    @Test
    void cacheControlAndOtherRolesAreNamed() {
        assertProblem(
                "body.messages[0].content.cache_control: has no equal at this provider",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"x\",\"cache_control\":{}}]}]}");
        assertProblem(
                "body.messages[0].role: must be system, user or assistant",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]}");
    }

    @Test
    void anAnswerIsAChatCompletionWhoseInputIncludesTheCache() {
        Completion completion = Objects.requireNonNull(Completion.parse(PROTOCOL.completion("""
                {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hello"}],
                "stop_reason":"max_tokens","usage":{"input_tokens":10,"cache_read_input_tokens":5,
                "cache_creation_input_tokens":3,"output_tokens":7}}""")));

        assertEquals("Hello", completion.text());
        assertEquals("length", completion.finishReason());
        assertEquals(new Usage(18, 5, 3, 0, 7, 0), completion.usage());
    }

    @Test
    void whatIsNoMessageStaysAsItIs() {
        assertEquals("{\"type\":\"error\"}", PROTOCOL.completion("{\"type\":\"error\"}"));
        assertEquals("half a", PROTOCOL.completion("half a"));
    }

    @Test
    void theKeyGoesIntoItsOwnHeader() {
        HttpRequest request = PROTOCOL.request(
                        Endpoint.of("p", "http://127.0.0.1/v1/", "secret", ProviderApi.ANTHROPIC, null), "/messages")
                .build();

        assertEquals("http://127.0.0.1/v1/messages", request.uri().toString());
        assertEquals("secret", request.headers().firstValue("x-api-key").orElseThrow());
        assertEquals(
                "2023-06-01", request.headers().firstValue("anthropic-version").orElseThrow());
    }

    @Test
    void onlyChatsHaveAnEqual() {
        assertEquals(
                "url: must be \"/v1/chat/completions\" for this provider",
                assertThrows(
                                UntranslatableException.class,
                                () -> PROTOCOL.requestBody(Operation.EMBEDDINGS, "{\"input\":\"Hi\"}"))
                        .getMessage());
    }

    private static void assertProblem(String problem, String chat) {
        assertEquals(
                problem,
                assertThrows(UntranslatableException.class, () -> PROTOCOL.requestBody(Operation.CHAT, chat))
                        .getMessage());
    }
}
