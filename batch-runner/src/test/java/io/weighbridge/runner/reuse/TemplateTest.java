package io.weighbridge.runner.reuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.TemplateId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
    @TempDir
    Path directory;

    @Test
    void slotsStandForTextOnOneLine() {
        Template template = new Template("When does {shop} in {city} open?");

        assertEquals(
                Optional.of(Map.of("shop", "the kiosk", "city", "Bern")),
                template.values("When does the kiosk in Bern open?"));
        assertEquals(Optional.empty(), template.values("When does the kiosk in Bern open? And close?"));
        assertEquals(Optional.empty(), template.values("When does  in Bern open?"));
        assertEquals(Optional.empty(), template.values("When does the kiosk in Be\nrn open?"));
        assertEquals(Optional.empty(), template.values("When does the kiosk in " + "x".repeat(201) + " open?"));
        assertEquals(Optional.empty(), template.values("When does open?"));
    }

    @Test
    void aNameThatComesTwiceStandsForEqualText() {
        Template template = new Template("{a} is {a}, not {b}");

        assertEquals(Optional.of(Map.of("a", "x", "b", "y")), template.values("x is x, not y"));
        assertEquals(Optional.empty(), template.values("x is z, not y"));
    }

    @Test
    void aTemplateWithoutSlotsIsOnePrompt() {
        assertEquals(Optional.of(Map.of()), new Template("Thanks!").values("Thanks!"));
        assertEquals(Optional.empty(), new Template("Thanks!").values("Thanks! "));
    }

    @Test
    void valuesAreTakenAsText() {
        assertEquals("a $1 {b} \\ {\"c\":1}", Template.filled("a {x} {\"c\":1}", Map.of("x", "$1 {b} \\")));
    }

    @Test
    void theFirstLineThatFitsTaskTenantAndPromptAnswers() throws IOException {
        TemplateAnswers answers = TemplateAnswers.read(file("""
                {"task":"hours","tenant":"north","template":"Open on {day}?","response":"North, {day}"}
                {"task":"hours","template":"Open on {day}?","response":"Nobody's, {day}"}
                {"task":"hours","tenant":"*","template":"Open on {day}?","response":"Everybody's, {day}"}
                {"task":"hours","tenant":"*","template_id":"%s","response":"by its skeleton"}
                """.formatted(TemplateId.of("Ticket 17?"))));

        assertEquals(Optional.of("North, Monday"), answers.find(item("hours", "north", "Open on Monday?")));
        assertEquals(Optional.of("Everybody's, Monday"), answers.find(item("hours", "south", "Open on Monday?")));
        assertEquals(Optional.of("Nobody's, Monday"), answers.find(item("hours", null, "Open on Monday?")));
        assertEquals(Optional.of("by its skeleton"), answers.find(item("hours", "south", "Ticket 4711?")));
        assertEquals(Optional.empty(), answers.find(item("other", "north", "Open on Monday?")));
        assertEquals(Optional.empty(), answers.find(item("hours", "north", "Closed on Monday?")));
    }

    @Test
    void aLineThatIsNoTemplateAnswerIsNamed() throws IOException {
        assertMistake(
                "{\"task\":\"t\",\"template\":\"{a}{b}\",\"response\":\"x\"}",
                "template: must have text between {a} and {b}");
        assertMistake(
                "{\"task\":\"t\",\"template\":\"{a}\",\"response\":\"x\"}",
                "template: must have text beside its slots");
        assertMistake(
                "{\"task\":\"t\",\"template\":\"x {a}\",\"response\":\"{b}\"}",
                "response: {b} must be a slot of the template");
        assertMistake("{\"task\":\"t\",\"response\":\"x\"}", "must have either a template or a template_id");
        assertMistake(
                "{\"task\":\"t\",\"template_id\":\"xyz\",\"response\":\"x\"}",
                "template_id: must be 16 hexadecimal digits, was xyz");
        assertMistake("{\"template\":\"x {a}\",\"response\":\"x\"}", "task: must be text");
        assertMistake("{oops", "must be a JSON object");
    }

    private void assertMistake(String line, String message) throws IOException {
        Path file = file("\n" + line + "\n");
        BadInputException error = assertThrows(BadInputException.class, () -> TemplateAnswers.read(file));
        assertEquals(file + ":2: " + message, error.getMessage());
    }

    private static WorkloadItem item(String task, @Nullable String tenant, String prompt) {
        ObjectNode body = JsonMapper.builder().build().createObjectNode();
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        body.putObject("metadata").put("task", task).put("tenant", tenant);
        return new WorkloadItem(1, "a-1", body);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("answers.jsonl"), content);
    }
}
