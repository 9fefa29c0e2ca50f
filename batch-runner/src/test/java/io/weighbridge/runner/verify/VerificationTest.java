package io.weighbridge.runner.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.AnswerCheck;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.WorkloadItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VerificationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    @Test
    void anAnswerMustBeJsonThatTheSchemaAllows() throws Exception {
        AnswerCheck check = new AnswerCheck.JsonSchema(file(
                "schema.json",
                "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"integer\"}}}"));

        assertEquals(null, problem(check, "{\"id\": 7}"));
        assertEquals("json_schema: $ breaks required", problem(check, "{}"));
        assertEquals("json_schema: $.id breaks type", problem(check, "{\"id\":\"seven\"}"));
        assertEquals("json_schema: must be one JSON value", problem(check, "{\"id\": 7} and more"));
        assertEquals("json_schema: must be one JSON value", problem(check, ""));
    }

    @Test
    void aPatternIsFoundOrNotAndNeverSearchedWithoutEnd() throws Exception {
        assertEquals(null, problem(new AnswerCheck.Matches(Pattern.compile("(?i)^select")), "SELECT 1"));
        assertEquals("matches: nothing matches ^x", problem(new AnswerCheck.Matches(Pattern.compile("^x")), "yx"));
        // Six runs of the same letter can be told apart in 10^10 ways.
        assertEquals(
                "matches: takes too long to find a*a*a*a*a*a*c",
                problem(new AnswerCheck.Matches(Pattern.compile("a*a*a*a*a*a*c")), "a".repeat(200)));
    }

    @Test
    void aReferenceIsOfTheItem() throws Exception {
        Path references = file("references.jsonl", "{\"custom_id\":\"a-1\",\"reference\":1200}\n");

        assertEquals(null, problem(new AnswerCheck.Number(references), "That makes 1,200.0"));
        assertEquals("number: is not the reference", problem(new AnswerCheck.Number(references), "1"));
        assertEquals("exact: is not the reference", problem(new AnswerCheck.Exact(references), "1,200"));
        Path none = file("none.jsonl", "{\"custom_id\":\"other\",\"reference\":\"x\"}\n");
        assertEquals("exact: there is no reference for this item", problem(new AnswerCheck.Exact(none), "x"));
    }

    @Test
    void aCommandReadsTheAnswerAndItsStatusDecides() throws Exception {
        assertEquals(null, problem(command("grep", "-q", "forty-two"), "it is forty-two"));
        assertEquals("command: status 1", problem(command("grep", "-q", "forty-two"), "no idea"));
        assertEquals(
                "command: no end within 200 ms",
                problem(new AnswerCheck.Command(List.of("sleep", "30"), Duration.ofMillis(200)), "x"));
    }

    @Test
    void aCommandSeesNoSecretsOfTheEnvironment() throws Exception {
        // The JVM of the tests has variables beside PATH; a shell may add its own.
        assertEquals(null, problem(command("sh", "-c", "test -z \"$HOME\""), "x"));
    }

    @Test
    void aCommandIsToldWhoseAnswerItChecksAndNothingOfAnItemIsInterpreted() throws Exception {
        assertEquals(null, problem(command("sh", "-c", "test \"$WEIGHBRIDGE_CUSTOM_ID\" = a-1"), "x"));

        Path trap = directory.resolve("trap");
        Verification check = Verification.of(Map.of("greeting", List.of(command("grep", "-q", "touch"))));
        WorkloadItem hostile =
                new WorkloadItem(1, "$(touch " + trap + ")\0;", item("greeting").body());

        assertTrue(check.finding(hostile, answer("`touch " + trap + "`")).passes());
        assertTrue(Files.notExists(trap));
    }

    @Test
    void aCommandThatDecidesBeforeItHasReadAllIsNoFailure() throws Exception {
        assertEquals(null, problem(command("true"), "x".repeat(900_000)));
    }

    @Test
    void allChecksOfATaskMustHoldAndOtherTasksHaveNone() throws Exception {
        Verification both = Verification.of(Map.of(
                "greeting",
                List.of(new AnswerCheck.Matches(Pattern.compile("a")), new AnswerCheck.Matches(Pattern.compile("b")))));

        assertEquals(
                Verdict.ANSWERED, both.finding(item("greeting"), answer("ab")).verdict());
        assertEquals(
                Verdict.REJECTED, both.finding(item("greeting"), answer("a")).verdict());
        assertEquals(Verdict.ANSWERED, both.finding(item("other"), answer("c")).verdict());
        assertEquals(
                "the answer has no text",
                both.finding(item("greeting"), "{\"choices\":[{\"message\":{\"tool_calls\":[]}}]}")
                        .problem());
    }

    @Test
    void confidenceIsTheMeanProbabilityOfTheTokensAndMustBeKnown() throws Exception {
        Verification half = Verification.of(Map.of("greeting", List.of(new AnswerCheck.MinConfidence(0.5))));

        // Two tokens at 0.9 and 0.4: a geometric mean of 0.6.
        assertTrue(half.finding(item("greeting"), withLogprobs(Math.log(0.9), Math.log(0.4)))
                .passes());
        assertEquals(
                "min_confidence: was 0.3000",
                half.finding(item("greeting"), withLogprobs(Math.log(0.9), Math.log(0.1)))
                        .problem());
        String unknown = "min_confidence: the reply has no log-probabilities; ask for them by body.logprobs";
        assertEquals(unknown, half.finding(item("greeting"), answer("hello")).problem());
        assertEquals(unknown, half.finding(item("greeting"), withLogprobs(0.5)).problem(), "no probability exceeds 1");
    }

    private static String withLogprobs(double... logprobs) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode choice = body.putArray("choices").addObject();
        choice.putObject("message").put("content", "hello");
        ArrayNode tokens = choice.putObject("logprobs").putArray("content");
        for (double logprob : logprobs) {
            tokens.addObject().put("token", "x").put("logprob", logprob);
        }
        return body.toString();
    }

    @Test
    void aProgramThatIsNotThereIsBadInput() {
        BadInputException absent = assertThrows(
                BadInputException.class, () -> Verification.of(Map.of("t", List.of(command("no-such-program-here")))));

        assertEquals(
                "verifiers: command must be a program that can be run, was no-such-program-here", absent.getMessage());
    }

    @Test
    void aProblemIsNoLongerThanTheJournalHolds() throws Exception {
        Path schema = file("closed.json", "{\"additionalProperties\":{\"type\":\"integer\"}}");

        String problem = problem(new AnswerCheck.JsonSchema(schema), "{\"" + "k".repeat(5_000) + "\":\"v\"}");

        assertEquals(500, Objects.requireNonNull(problem).length());
    }

    @Test
    void aFileThatIsNoSchemaOrNoReferencesIsBadInput() throws Exception {
        Path broken = file("broken.json", "{oops");

        BadInputException schema = assertThrows(
                BadInputException.class,
                () -> Verification.of(Map.of("t", List.of(new AnswerCheck.JsonSchema(broken)))));
        BadInputException references = assertThrows(
                BadInputException.class, () -> Verification.of(Map.of("t", List.of(new AnswerCheck.Exact(broken)))));

        assertTrue(String.valueOf(schema.getMessage()).startsWith(broken + ": must be a JSON schema"));
        assertEquals(broken + ":1: must be a JSON object", references.getMessage());
    }

    private static AnswerCheck command(String... words) {
        return new AnswerCheck.Command(List.of(words), Duration.ofSeconds(20));
    }

    private static @Nullable String problem(AnswerCheck check, String answer) throws Exception {
        return Verification.of(Map.of("greeting", List.of(check)))
                .finding(item("greeting"), answer(answer))
                .problem();
    }

    private static WorkloadItem item(String task) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("metadata").put("task", task);
        return new WorkloadItem(1, "a-1", body);
    }

    private static String answer(String text) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("choices").addObject().putObject("message").put("content", text);
        return body.toString();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
