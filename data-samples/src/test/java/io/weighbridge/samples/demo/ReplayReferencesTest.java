package io.weighbridge.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.samples.month.SampleCallId;
import io.weighbridge.samples.provider.AnswerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayReferencesTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void everyUnitThatIsAskedAboutHasOneReference() throws IOException {
        AnswerKey key = new AnswerKey(7);
        String asked = SampleCallId.of(5);
        Path draws = Files.writeString(
                folder.resolve("plan.draws.jsonl"),
                draw("\"a\"", asked) + draw("\"b\"", asked) + draw("null", SampleCallId.of(6)));

        ReplayReferences.write(draws, key, folder.resolve("references.jsonl"));

        assertEquals(
                "{\"unit_id\":\"" + asked + "\",\"reference\":\"" + key.of(asked) + "\"}\n",
                Files.readString(folder.resolve("references.jsonl")));
    }

    private static String draw(String customId, String unit) {
        return "{\"custom_id\":" + customId + ",\"unit_id\":\"" + unit + "\"}\n";
    }
}
