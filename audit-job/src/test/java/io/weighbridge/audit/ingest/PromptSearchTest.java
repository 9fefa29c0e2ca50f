package io.weighbridge.audit.ingest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PromptSearchTest {
    @Test
    void aPhraseIsFound() {
        assertTrue(PromptSearch.find(Pattern.compile("(?i)explain .* bill"), "Please EXPLAIN this bill."));
    }

    @Test
    void anExpressionThatExplodesGivesUp() {
        Pattern explosive = Pattern.compile("(a|aa)+$");
        String text = "a".repeat(200) + "!";

        assertTimeout(Duration.ofSeconds(5), () -> assertFalse(PromptSearch.find(explosive, text)));
    }

    @Test
    void whatComesAfterTheLongestTextIsNotSearched() {
        String text = " ".repeat(PromptSearch.LONGEST_TEXT) + "needle";

        assertFalse(PromptSearch.find(Pattern.compile("needle"), text));
        assertTrue(PromptSearch.find(Pattern.compile("needle"), text.substring(6)));
    }
}
