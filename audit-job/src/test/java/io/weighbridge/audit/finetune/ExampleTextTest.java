package io.weighbridge.audit.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.tokenlog.StrictJson;
import io.weighbridge.tokenlog.privacy.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleTextTest {
    private static final ExampleText TEXTS = new ExampleText(List.of(Redaction.values()), 1000, "sim-small");

    @Test
    void aPromptWithoutRolesIsOneTurnOfTheUser() {
        ExampleText.Made made = TEXTS.make("You triage.\nMy line is dead.", "fault");

        assertEquals(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"You triage.\\nMy line is dead.\"},"
                        + "{\"role\":\"assistant\",\"content\":\"fault\"}]}",
                line(made, Layout.OPENAI));
        assertEquals(
                "{\"prompt\":[{\"role\":\"user\",\"content\":\"You triage.\\nMy line is dead.\"}],"
                        + "\"completion\":[{\"role\":\"assistant\",\"content\":\"fault\"}]}",
                line(made, Layout.HUGGINGFACE));
        assertFalse(made.hasRoles());
    }

    @Test
    void messagesStoredAsJsonKeepTheirRolesAndEarlierAnswersAreNotLearned() {
        String messages = """
                [{"role":"developer","content":"You triage."},{"role":"user","content":[{"type":"text","text":"Hello"}]},
                 {"role":"assistant","content":"Hi"},{"role":"user","content":"Dead line"}]""";
        String expected =
                "[{\"role\":\"system\",\"content\":\"You triage.\"},{\"role\":\"user\",\"content\":\"Hello\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hi\",\"weight\":0},{\"role\":\"user\",\"content\":\"Dead line\"},"
                        + "{\"role\":\"assistant\",\"content\":\"fault\"}]";

        ExampleText.Made made = TEXTS.make(messages, "fault");

        assertTrue(made.hasRoles());
        assertEquals("{\"messages\":" + expected + "}", line(made, Layout.OPENAI));
        assertEquals(
                line(made, Layout.OPENAI), line(TEXTS.make("{\"messages\":" + messages + "}", "fault"), Layout.OPENAI));
        assertFalse(line(made, Layout.HUGGINGFACE).contains("weight"));
    }

    @Test
    void conversationsThatChatLinesCannotSayAreDropped() {
        for (String messages : List.of(
                "[{\"role\":\"user\",\"content\":\"2+2\"},{\"role\":\"tool\",\"content\":\"4\"}]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]",
                "[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{}]},{\"role\":\"user\",\"content\":\"go\"}]",
                "[{\"role\":\"system\",\"content\":\"nobody asks\"}]",
                "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"prefilled\"}]")) {
            assertEquals(Fate.NO_CHAT, TEXTS.make(messages, "x").fate(), messages);
        }
    }

    @Test
    void dataThatLooksLikeJsonIsOneTurn() {
        for (String data : List.of(
                "[1,2,3]",
                "[]",
                "{\"a\":1}",
                "[{\"role\":\"admin\",\"name\":\"Ada\"}]",
                "[not json",
                "{\"messages\":\"none\"}",
                "[".repeat(5000))) {
            ExampleText.Made made = new ExampleText(List.of(), 5000, "sim-small").make(data, "x");
            assertEquals(Fate.EXAMPLE, made.fate(), data);
            assertEquals(data, example(made).prompt().get(0).content());
        }
    }

    @Test
    void whatTellsAPersonIsReplacedInEveryTurn() {
        ExampleText.Made made = TEXTS.make(
                "[{\"role\":\"system\",\"content\":\"mail ada@example.com\"},"
                        + "{\"role\":\"user\",\"content\":\"card 4111 1111 1111 1111\"}]",
                "call +49 30 1234567");

        assertEquals(
                List.of("mail [email]", "card [card]", "call [phone]"),
                example(made).texts().toList());
        assertTrue(made.isRedacted());
    }

    @Test
    void anExampleWithAKeyIsDroppedAndOnlyWhatWasAskedForIsLookedFor() {
        String key = "sk-" + "a1B2".repeat(8);
        assertEquals(Fate.SECRET, TEXTS.make("my key is " + key, "ok").fate());
        assertEquals(Fate.SECRET, TEXTS.make("my key?", "it is " + key).fate());

        ExampleText emails = new ExampleText(List.of(Redaction.EMAILS), 1000, "sim-small");
        assertEquals(
                List.of(key + " [email] +49 30 1234567", "ok"),
                example(emails.make(key + " a@b.de +49 30 1234567", "ok"))
                        .texts()
                        .toList());
    }

    @Test
    void longExamplesAreDroppedWhetherTheirTokensAreCountedOrNot() {
        assertEquals(Fate.EXAMPLE, TEXTS.make("word ".repeat(900), "ok").fate());
        assertEquals(Fate.TOO_LONG, TEXTS.make("word ".repeat(1100), "ok").fate());
        assertEquals(Fate.TOO_LONG, TEXTS.make("x".repeat(50_000_000), "ok").fate());
    }

    @Test
    void promptsAreEqualIfAllTurnsAreAsTheyAreWritten() {
        assertEquals(key("mail a@b.de"), key("mail c@d.de"), "once redacted they are");
        assertNotEquals(key("a"), key("b"));
        assertNotEquals(
                key("[{\"role\":\"system\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"),
                key("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"));
        assertNotEquals(
                key("a\nuser1\nb"),
                key("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"));
    }

    private static String key(String prompt) {
        return example(TEXTS.make(prompt, "ok")).promptKey();
    }

    /** A thousand texts of control characters, separators, quotes and halves of characters. */
    @Test
    void hostileTextsGiveOneLineOfStrictJsonThatSaysTheSame() {
        String alphabet = "\0\b\u001b\u007f\u0085\u2028\u2029\"\\/{}[]:,\n\r\t\uFEFF\uFFFE\uD83D\uDE00\uD83Dx\uDE00 ae";
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ExampleText.Made made = TEXTS.make(text.toString(), text.reverse().toString());
            for (Layout layout : Layout.values()) {
                String line = line(made, layout);
                String utf8 = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                assertEquals(line, utf8, "UTF-8 can say it");
                assertTrue(line.chars().noneMatch(c -> c < ' ' || c == '\u2028' || c == '\u2029'), "one line");
                JsonNode json = StrictJson.object(line, "line");
                JsonNode turns = json.path(layout == Layout.OPENAI ? "messages" : "prompt");
                assertEquals(
                        example(made).prompt().get(0).content(),
                        turns.get(0).path("content").textValue());
            }
        }
    }

    private static String line(ExampleText.Made made, Layout layout) {
        return layout.line(example(made));
    }

    private static ChatExample example(ExampleText.Made made) {
        return Objects.requireNonNull(made.example(), made.fate().label());
    }
}
