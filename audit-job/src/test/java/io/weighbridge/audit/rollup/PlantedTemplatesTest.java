package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day of calls through a real ingest: a third of the templates has one answer, a third has one but for a single call, a third has an answer
 * for each call; and each has an alike one that is not called often enough.
 */
class PlantedTemplatesTest {
    private static final int TEMPLATES = 240;
    private static final int OFTEN = 48;
    private static final int SELDOM = 20;
    private static final Instant MORNING = Instant.parse("2026-10-01T06:00:00Z");

    @TempDir
    Path folder;

    @Test
    void templatesWithOneAnswerAreFoundAndNoOthers() throws IOException {
        SharedSpark.session();
        List<String> calls = new ArrayList<>();
        Set<String> planted = new TreeSet<>();
        for (int template = 0; template < TEMPLATES; template++) {
            for (int nth = 0; nth < OFTEN; nth++) {
                String answer = switch (template % 3) {
                    case 0 -> "yes";
                    case 1 -> nth == template % OFTEN ? "no" : "yes";
                    default -> "yes " + nth;
                };
                calls.add(call("often-" + template, template, nth, answer));
                if (template % 3 == 0 && nth >= 20) {
                    planted.add("often-" + template + "-" + nth);
                }
            }
            for (int nth = 0; nth < SELDOM; nth++) {
                calls.add(call("seldom-" + template, template, nth, "yes"));
            }
        }
        Collections.shuffle(calls, new Random(20261124));
        Path log = Files.write(folder.resolve("calls.jsonl"), calls);
        String lake = folder.resolve("lake").toString();
        CommandRun run = CommandRun.of("ingest", "--lake", lake, log.toString());
        assertEquals(0, run.status(), run.err());

        Map<String, Fate> fates = CallFates.of(Lake.at(SharedSpark.session(), lake));

        Set<String> found = new TreeSet<>();
        fates.forEach((call, fate) -> {
            if (fate == Fate.TEMPLATE) {
                found.add(call);
            }
        });
        long right = found.stream().filter(planted::contains).count();
        System.out.printf(
                "template answers in %,d calls: recall %d of %d, precision %.3f%n",
                fates.size(), right, planted.size(), right / (double) found.size());
        assertEquals(planted, found);
    }

    /** A minute apart; the number is small enough to count. */
    private static String call(String name, int template, int nth, String answer) {
        return "{\"format\":\"weighbridge-call/1\",\"source\":\"s\",\"call_id\":\"%s-%d\",\"occurred_at\":\"%s\","
                        .formatted(name, nth, MORNING.plusSeconds(60L * nth))
                + "\"task\":\"status\",\"requested_model\":\"m\",\"status\":\"ok\",\"input_tokens\":10,\"output_tokens\":1,"
                + "\"prompt\":\"%s %s: is line %d up?\",\"response_text\":\"%s\"}"
                        .formatted(name.startsWith("often") ? "Often" : "Seldom", word(template), nth, answer);
    }

    /** Letters, since numbers do not tell templates apart. */
    private static String word(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }
}
