package io.weighbridge.audit.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.tokenlog.Manifest;
import io.weighbridge.tokenlog.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 60 calls of triage that the large model answered well, two of each of 30 templates, at a dollar each in two days, and one call
 * for every reason to leave one out. A replay says that the small model loses five points and would save 32 dollars.
 */
class FinetuneCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "sk-" + "a1B2".repeat(8);

    @TempDir
    static Path folder = Path.of(".");

    /** What most tests look at. */
    private static JsonNode set = JSON.createObjectNode();

    private static final TriageLog LOG = new TriageLog();

    @BeforeAll
    static void ingestAndAudit() throws IOException {
        SharedSpark.session();
        for (int i = 0; i < 60; i++) {
            LOG.good("good-" + i, "Sort the " + TriageLog.letters(i / 2) + " ticket " + i);
        }
        LOG.good("hostile", "a\u0000\u001b\"\\\u2028\nmail ada@example.com \uD83D\uDE00");
        LOG.good(
                "chat",
                "[{\"role\":\"system\",\"content\":\"You triage.\"},{\"role\":\"user\",\"content\":\"Dead line\"}]");
        LOG.call("other", "a", "b", call -> call.put("requested_model", "small"));
        LOG.call("failed", "a", null, call -> call.put("status", "error"));
        LOG.call("cut", "a", "b", call -> call.put("finish_reason", "MAX_TOKENS"));
        LOG.call("tool", "a", "b", call -> call.put("finish_reason", "tool_calls"));
        LOG.call("no-answer", "a", null, call -> {});
        LOG.call("blank", "a", " \n", call -> {});
        LOG.call("unscored", "a", "b", call -> {});
        LOG.call("replayed", "a", "b", call -> {});
        LOG.call("judged", "a judged one", "b", call -> {});
        LOG.call("bad", "a", "b", call -> {});
        LOG.call("half-bad", "a", "b", call -> {});
        LOG.good("secret", "use " + KEY);
        LOG.good("long", "word ".repeat(900));
        LOG.good("tools", "[{\"role\":\"tool\",\"content\":\"4\"}]");
        LOG.good("twice", "one id");
        LOG.call("twice", "another source", "b", call -> call.put("source", "elsewhere"));
        LOG.good("again", "Sort the a ticket 0");
        for (String scored : List.of("other", "failed", "cut", "tool", "no-answer", "blank")) {
            LOG.outcome(scored, 1, outcome -> {});
        }
        LOG.outcome("bad", 0, outcome -> {});
        LOG.outcome("half-bad", 1, outcome -> {});
        LOG.outcome("half-bad", 0, outcome -> outcome.put("label_source", "another"));
        LOG.outcome(
                "judged",
                1,
                outcome -> outcome.putObject("judge").put("model", "j").put("order", "alone"));
        LOG.outcome("judged", 0, outcome -> outcome.put("model", "small"));
        LOG.replay();
        write("calls.jsonl", LOG.calls());
        write("outcomes.jsonl", LOG.outcomes());
        ingest("lake", "keep");
        run("audit", "--lake", lake("lake"));
        set = export(
                "set",
                "--longest-tokens",
                "500",
                "--validation-share",
                "0.2",
                "--training-usd-per-million",
                "1000",
                "--epochs",
                "2");
    }

    @Test
    void everyCallIsAnExampleOrHasAReason() throws IOException {
        assertEquals(62, set.path("examples").asInt());
        assertEquals(StrictJson.node("""
                        {"ambiguous-id":2,"below-minimum":2,"cut-off":1,"duplicate-prompt":1,"empty":1,"failed":1,
                        "no-chat":1,"only-judged":1,"other-model":1,"over-limit":0,"over-template-limit":0,"secret":1,
                        "text-not-kept":1,"too-long":1,"tool-call":1,"unscored":2}""", "expected"), set.path("dropped"));
        assertEquals(79, set.path("calls_read").asInt());
        assertEquals(1, set.path("redacted_examples").asInt());
        assertEquals(1, set.path("examples_with_roles").asInt());
        assertEquals("large", set.path("model").asText());
    }

    @Test
    void filesAreStrictJsonLinesWithoutWhatMustNotLeave() throws IOException {
        Path files = folder.resolve("set");

        assertEquals(
                List.of("finetune.json", "origins.jsonl", "train.jsonl", "validation.jsonl"),
                Manifest.read(files).orElseThrow().files().stream()
                        .map(Manifest.Entry::name)
                        .toList());
        assertEquals(List.of(), Manifest.read(files).orElseThrow().differences(files));
        Set<String> prompts = new HashSet<>();
        List<String> lines = lines(files);
        for (String line : lines) {
            JsonNode messages = StrictJson.object(line, "line").path("messages");
            JsonNode last = messages.get(messages.size() - 1);
            assertEquals("assistant", last.path("role").asText());
            assertTrue(last.path("content").asText().startsWith("answer to "), line);
            prompts.add(messages.get(messages.size() - 2).path("content").asText());
        }
        assertEquals(lines.size(), prompts.size());
        assertTrue(prompts.contains("a\u0000\u001b\"\\\u2028\nmail [email] \uD83D\uDE00"));
        String all = String.join("\n", lines) + Files.readString(files.resolve("origins.jsonl"));
        for (String secret : List.of(KEY, "ada@", "user-of-", "session-of-")) {
            assertFalse(all.contains(secret), secret);
        }
    }

    @Test
    void noTemplateIsOnBothSidesAndOriginsNameEveryLine() throws IOException {
        Path files = folder.resolve("set");

        int validation = set.path("validation").path("examples").asInt();
        assertTrue(validation >= 11 && validation <= 12, "a fifth of 62, in groups of one and two: " + validation);
        Set<String> train = templates(files.resolve("train.jsonl"));
        train.retainAll(templates(files.resolve("validation.jsonl")));
        assertEquals(Set.of(), train);
        assertEquals(62, Files.readAllLines(files.resolve("origins.jsonl")).size());
        JsonNode origin =
                JSON.readTree(Files.readAllLines(files.resolve("origins.jsonl")).get(0));
        JsonNode line =
                JSON.readTree(Files.readAllLines(files.resolve("train.jsonl")).get(0));
        assertEquals(
                "answer to " + origin.path("call_id").asText(),
                line.path("messages").findValuesAsText("content").getLast());
    }

    private static Set<String> templates(Path file) throws IOException {
        Set<String> templates = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            templates.add(JSON.readTree(line)
                    .path("messages")
                    .get(0)
                    .path("content")
                    .asText()
                    .replaceAll(" [0-9]+$", ""));
        }
        return templates;
    }

    @Test
    void theSameSaltGivesTheSameBytesFromALakeInAnotherOrder() throws IOException {
        write("calls.jsonl", LOG.calls().reversed());
        write("outcomes.jsonl", LOG.outcomes().reversed());
        ingest("reversed", "keep");
        run(
                "export",
                "finetune",
                "--lake",
                lake("reversed"),
                "--task",
                "triage",
                "--model",
                "large",
                "--longest-tokens",
                "500",
                "--validation-share",
                "0.2",
                "--out",
                out("reversed"));

        for (String name : List.of("train.jsonl", "validation.jsonl", "origins.jsonl")) {
            assertEquals(
                    Files.readString(folder.resolve("set").resolve(name)),
                    Files.readString(folder.resolve("reversed").resolve(name)));
        }
    }

    @Test
    void theBreakEvenComesFromTheReplayWithItsInterval() throws IOException {
        JsonNode breakEven = set.path("break_even");
        long tokens = set.path("train").path("tokens").asLong();
        assertEquals(tokens, breakEven.path("training_tokens").asLong());
        assertEquals(tokens * 0.002, usd(breakEven, "training_usd"), 1e-9);
        assertEquals(16, usd(breakEven.path("saving"), "usd"), 1e-9, "32 dollars in two days");
        assertTrue(usd(breakEven.path("saving"), "low_usd") < 16 && usd(breakEven.path("saving"), "high_usd") > 16);
        assertEquals(tokens * 0.002 / 16, breakEven.path("days").asDouble(), 1e-9);
        assertTrue(
                breakEven.path("days_low").asDouble() < breakEven.path("days").asDouble());
        assertEquals("small", set.path("candidate").path("candidate").asText());
        assertEquals(0.05, set.path("candidate").path("loss").asDouble(), 1e-9);
    }

    @Test
    void otherOptionsGiveAnotherSetAndAnotherPrice() throws IOException {
        Path book = Files.writeString(folder.resolve("tuned.json"), """
                {"format":"weighbridge-prices/1","entries":[{"model":"tuned","input":"100","output":"500",
                "source":"test","as_of":"2026-10-01"}]}""");
        JsonNode other = export(
                "other", "--candidate", "tuned", "--prices", book.toString(), "--include-judged", "--redact", "emails");

        // 78 of the 79 calls are the large model's, of a dollar each; 1,000 tokens in and 200 out cost 20 cents.
        JsonNode saving = other.path("break_even").path("saving");
        assertEquals(78 * 0.8 / 2, usd(saving, "usd"), 1e-9);
        assertTrue(saving.path("low_usd").isNull());
        assertEquals(
                "assumes the same tokens at the price of tuned, for 78 of 78 calls in 2 days",
                saving.path("basis").asText());
        assertEquals(0, other.path("dropped").path("only-judged").asInt());
        assertEquals(0, other.path("dropped").path("secret").asInt(), "nobody looked");
        assertEquals(65, other.path("examples").asInt());
    }

    @Test
    void summaryAndHelpSayWhatItIs() throws IOException {
        CommandRun text = run("export", "finetune", "--lake", lake("lake"), "--task", "triage", "--out", out("text"));

        for (String part : List.of(
                "of 79 calls read (dropped: ambiguous-id 2, ",
                "training: ",
                "at a price that was not given",
                "small loses 0.050 (",
                "if the tuned model sufficed: $16.00 a day (",
                "break-even unknown: give --training-usd-per-million",
                "an assumption until the tuned model was judged like any candidate")) {
            assertTrue(text.out().contains(part), text.out());
        }
        CommandRun help = run("export", "finetune", "--help");
        assertTrue(help.out().contains("weighbridge export finetune --lake lake --task triage"), help.out());
    }

    @Test
    void withoutATaskThoseThatFallJustShortAreListed() throws IOException {
        JsonNode list = JSON.readTree(
                run("export", "finetune", "--lake", lake("lake"), "--json").out());
        assertEquals("triage", list.path("tasks").get(0).path("task").asText());
        assertEquals(1, list.path("tasks").size());
        assertEquals(32, usd(list.path("tasks").get(0), "saving_usd"), 1e-9);

        CommandRun none = run("export", "finetune", "--lake", lake("lake"), "--just-short", "0.04");
        assertTrue(
                none.out().contains(": 0 tasks whose best candidate loses more than 0.01 and not more than 0.04"),
                none.out());
    }

    @Test
    void tenantsAreNotMixedUnlessSomebodySaysSo() throws IOException {
        Path calls = write(
                "tenants.jsonl",
                List.of(
                        LOG.calls().get(0),
                        LOG.calls().get(1).replace("\"task\"", "\"tenant\":\"acme\",\"task\""),
                        LOG.calls().get(2).replace("\"task\"", "\"tenant\":\"zeta\",\"task\"")));
        run(
                "ingest",
                "--lake",
                lake("tenants"),
                calls.toString(),
                folder.resolve("outcomes.jsonl").toString());
        String[] mixed = {
            "export",
            "finetune",
            "--lake",
            lake("tenants"),
            "--task",
            "triage",
            "--model",
            "large",
            "--out",
            out("mixed")
        };

        CommandRun refused = CommandRun.of(mixed);
        assertEquals(2, refused.status());
        assertTrue(
                refused.err()
                        .contains("--tenant: the calls of triage are of 3 tenants, which one set must not mix:"
                                + " \"\" (not named), acme, zeta; name one, or give --all-tenants"),
                refused.err());
        assertFalse(Files.exists(folder.resolve("mixed")));
        assertTrue(
                run(with(mixed, "--tenant", "acme")).out().contains("1 examples to learn from, 0 to validate, of 1 "));
        mixed[mixed.length - 1] = out("mixed-all");
        assertTrue(run(with(mixed, "--all-tenants")).out().contains(" of 3 calls read;"));
    }

    @Test
    void aLakeWithoutTextIsRefused() throws IOException {
        write("calls.jsonl", LOG.calls());
        write("outcomes.jsonl", LOG.outcomes());
        ingest("no-text", "none");
        CommandRun refused = CommandRun.of(
                "export",
                "finetune",
                "--lake",
                lake("no-text"),
                "--task",
                "triage",
                "--model",
                "large",
                "--out",
                out("none"));

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("holds no prompt with its response text of triage by large"), refused.err());
        assertTrue(refused.err().contains("text: keep"), refused.err());
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void whatCannotBeUsedIsRefused() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("full")).resolve("file"), "");
        refused("--out: must be a new or empty folder", "--task", "triage", "--out", out("full"));
        refused("--out: is required with --task", "--task", "triage");
        refused("--out: needs --task", "--out", out("x"));
        refused("--task: must have an incumbent in audit ", "--task", "chat", "--out", out("x"));
        refused("--task: must have calls in the window, was chat", "--task", "chat", "--model", "m", "--out", out("x"));
        refused(
                "--task: triage has no verified answer of small to learn from: 79 calls read (dropped: other-model 78,"
                        + " unscored 1)",
                "--task",
                "triage",
                "--model",
                "small",
                "--minimum-score",
                "0",
                "--to",
                "2026-11-30",
                "--out",
                out("x"));
        refused("--audit: must be a finished audit of ", "--task", "triage", "--audit", "no", "--out", out("x"));
        refused(
                "--redact: must be some of keys, emails, cards, phones, or none, was names",
                "--task",
                "triage",
                "--redact",
                "names",
                "--out",
                out("x"));
        refused(
                "--validation-share: must be from 0 to 1 and less than 1, was 1.0",
                "--task",
                "triage",
                "--validation-share",
                "1",
                "--out",
                out("x"));
        refused(
                "--minimum-score: must be from 0 to 1, was 2.0",
                "--task",
                "triage",
                "--minimum-score",
                "2",
                "--out",
                out("x"));
    }

    private static void refused(String message, String... arguments) {
        CommandRun run = CommandRun.of(with(new String[] {"export", "finetune", "--lake", lake("lake")}, arguments));
        assertEquals(2, run.status(), run.out() + run.err());
        assertTrue(run.err().contains(message), run.err());
    }

    private static JsonNode export(String name, String... more) throws IOException {
        String[] arguments = {
            "export", "finetune", "--lake", lake("lake"), "--task", "triage", "--out", out(name), "--json"
        };
        JsonNode result = JSON.readTree(run(with(arguments, more)).out());
        assertEquals(
                result.path("set"),
                JSON.readTree(folder.resolve(name).resolve("finetune.json").toFile()));
        return result.path("set");
    }

    private static List<String> lines(Path files) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(files.resolve("train.jsonl")));
        lines.addAll(Files.readAllLines(files.resolve("validation.jsonl")));
        return lines;
    }

    private static double usd(JsonNode object, String field) {
        return Double.parseDouble(object.path(field).asText());
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static void ingest(String lake, String text) {
        run(
                "ingest",
                "--lake",
                lake(lake),
                "--text",
                text,
                folder.resolve("calls.jsonl").toString(),
                folder.resolve("outcomes.jsonl").toString());
    }

    private static String lake(String name) {
        return folder.resolve("lake-" + name).toString();
    }

    private static String out(String name) {
        return folder.resolve(name).toString();
    }

    private static CommandRun run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.status(), run.err());
        return run;
    }
}
