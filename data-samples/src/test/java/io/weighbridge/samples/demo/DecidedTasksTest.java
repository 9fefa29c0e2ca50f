package io.weighbridge.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DecidedTasksTest {
    @Test
    void aTaskIsDecidedWhereAModelSufficesOrNoneDoes() throws IOException {
        assertEquals(
                new DecidedTasks(2, 4),
                of(
                        pair("chat", "smaller-suffices"),
                        pair("chat", "undecided"),
                        pair("sql", "frontier-needed"),
                        pair("sql", "frontier-needed"),
                        pair("mail", "frontier-needed"),
                        pair("mail", "undecided"),
                        pair("triage", "unknown")));
    }

    @Test
    void anAuditWithoutPairsHasNoTasks() throws IOException {
        assertEquals(new DecidedTasks(0, 0), of());
    }

    private static String pair(String task, String verdict) {
        return "{\"task\":\"" + task + "\",\"verdict\":\"" + verdict + "\"}";
    }

    private static DecidedTasks of(String... pairs) throws IOException {
        return DecidedTasks.of(new ObjectMapper().readTree("{\"verdicts\":[" + String.join(",", pairs) + "]}"));
    }
}
