package io.weighbridge.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.samples.provider.AnswerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The references by which a plan's answers are graded: those of its units, and no others. */
final class ReplayReferences {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayReferences() {}

    /** @param draws what {@code replay-plan} wrote beside the plan */
    static void write(Path draws, AnswerKey key, Path out) throws IOException {
        Set<String> units = new TreeSet<>();
        for (String line : Files.readAllLines(draws)) {
            JsonNode draw = JSON.readTree(line);
            if (draw.path("custom_id").isTextual()) {
                units.add(draw.path("unit_id").asText());
            }
        }
        Files.writeString(
                out, units.stream().map(unit -> line(unit, key.of(unit))).collect(Collectors.joining()));
    }

    private static String line(String unit, String reference) {
        return JSON.createObjectNode().put("unit_id", unit).put("reference", reference) + "\n";
    }
}
