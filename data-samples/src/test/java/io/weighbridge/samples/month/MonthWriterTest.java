package io.weighbridge.samples.month;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.samples.month.MonthWriter.Written;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.OutcomeJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonthWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MonthPlan PLAN =
            MonthPlan.of(7, World.MIXED, 3_000).withDays(8).withDraws(2_000).withNextDayCalls(50);

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void theSamePlanGivesTheSameLines() throws IOException {
        write(PLAN, "one");
        write(PLAN, "two");
        assertEquals(lines(folder.resolve("one")), lines(folder.resolve("two")));
    }

    @Test
    void splittingAMonthIntoOtherDaysChangesNoPromptAndNoCost() throws IOException {
        write(PLAN, "eight");
        write(PLAN.withDays(2), "two");
        List<String> eight = spends(folder.resolve("eight"));
        List<String> two = spends(folder.resolve("two"));
        assertTrue(two.size() > 1_000, "rows of the first of two days: " + two.size());
        assertEquals(two, eight.subList(0, two.size()));
    }

    @Test
    void everyLogicalCallHasItsAnswerOrItsFailuresInTheLogs() throws IOException {
        Written written = write(PLAN, "out");
        Set<String> ids = new HashSet<>();
        int answered = 0;
        int lines = 0;
        for (JsonNode row : liteLlm("out")) {
            lines++;
            String id = row.path("request_id").asText();
            ids.add(id.substring(0, 17));
            answered += row.path("status").asText().equals("success") ? 1 : 0;
        }
        for (String call : calls("out")) {
            lines++;
            ids.add(CanonicalCallJson.fromJson(call).callId().substring(0, 17));
            answered += CanonicalCallJson.fromJson(call).response().status().equals("ok") ? 1 : 0;
        }
        assertEquals(3_000, ids.size());
        assertEquals(written.logLines(), lines);
        assertTrue(answered > 2_980 && answered < 3_000, "answered " + answered);
    }

    @Test
    void liteLlmRowsBillTokensTimesPrice() throws IOException {
        write(PLAN, "out");
        for (JsonNode row : liteLlm("out")) {
            boolean ok = row.path("status").asText().equals("success");
            long in = row.path("prompt_tokens").asLong();
            long out = row.path("completion_tokens").asLong();
            assertEquals(ok, in > 0);
            if (row.path("model").asText().equals("sim-frontier")) {
                assertEquals(
                        0,
                        new BigDecimal(row.path("spend").asText()).compareTo(BigDecimal.valueOf(3 * in + 15 * out, 6)));
            }
        }
    }

    @Test
    void theReplayHasEveryDrawOfEveryFrameAnsweredByEveryModel() throws IOException {
        write(PLAN, "out");
        Map<String, Set<Long>> draws = new TreeMap<>();
        List<Outcome> outcomes = outcomes("out");
        assertEquals(4 * 2_000, outcomes.size());
        for (int first = 0; first < outcomes.size(); first += 4) {
            Outcome.Draw draw = Objects.requireNonNull(outcomes.get(first).draw());
            draws.computeIfAbsent(draw.frame(), frame -> new HashSet<>()).add(draw.index());
            for (SimulatedModel model : SimulatedModel.values()) {
                Outcome outcome = outcomes.get(first + model.ordinal());
                assertEquals(model.label(), outcome.model());
                assertEquals(draw, outcome.draw());
                assertEquals(outcomes.get(first).unitId(), outcome.unitId());
            }
        }
        assertEquals(10, draws.size());
        assertTrue(
                draws.containsKey("call_summary 2026-10-01 to " + PLAN.from().plusDays(PLAN.days() - 1)),
                () -> "named as replay plans name it: " + draws.keySet());
        assertEquals(2_000, draws.values().stream().mapToInt(Set::size).sum());
        draws.forEach((frame, indices) -> {
            for (long index = 0; index < indices.size(); index++) {
                assertTrue(indices.contains(index), frame + " lacks draw " + index);
            }
        });
    }

    @Test
    void weightingDrawsByTheirProbabilitiesGivesTheFramesBack() throws IOException {
        write(PLAN, "out");
        Map<String, Double> weights = new TreeMap<>();
        Map<String, Integer> draws = new TreeMap<>();
        Map<String, Long> sizes = new TreeMap<>();
        for (Outcome outcome : outcomes("out")) {
            Outcome.Draw draw = Objects.requireNonNull(outcome.draw());
            weights.merge(draw.frame(), 1 / draw.probability(), Double::sum);
            draws.merge(draw.frame(), 1, Integer::sum);
            sizes.put(draw.frame(), draw.frameSize());
            double weight = 1 / (draw.probability() * draw.frameSize());
            assertTrue(weight > 0.6 && weight < 1.5, "weight " + weight);
        }
        sizes.forEach((frame, size) -> assertEquals(
                size, weights.getOrDefault(frame, 0.0) / draws.getOrDefault(frame, 1), 0.06 * size, frame));
    }

    @Test
    void theNextDayAsksTheIncumbentForNewRows() throws IOException {
        write(PLAN, "out");
        List<String> lines = Files.readAllLines(folder.resolve("out/workload/next-day.jsonl"));
        assertEquals(50, lines.size());
        JsonNode first = JSON.readTree(lines.getFirst());
        assertEquals("call-000000003000", first.path("custom_id").asText());
        assertEquals("/v1/chat/completions", first.path("url").asText());
        assertEquals("sim-frontier", first.at("/body/model").asText());
        assertTrue(first.at("/body/metadata/task").isTextual());
    }

    @Test
    void theTruthHasARowForEveryCall() throws IOException {
        new MonthWriter(PLAN, folder.resolve("out")).writeTruth(folder.resolve("truth"));
        List<String> month = gunzip(folder.resolve("truth/month.csv.gz"));
        assertEquals(3_001, month.size());
        assertTrue(month.getFirst().startsWith("unit_id,task,difficulty,probability_sim-frontier,right_sim-frontier"));
        assertEquals(51, gunzip(folder.resolve("truth/next-day.csv.gz")).size());
    }

    @Test
    void plansOutOfRangeAreRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> MonthPlan.of(7, World.MIXED, 10));
        assertEquals("calls: must be from 1000 to 1000000000, was 10", refused.getMessage());
    }

    private Written write(MonthPlan plan, String name) throws IOException {
        Path directory = Files.createDirectories(folder.resolve(name));
        return new MonthWriter(plan, directory).write(days -> {});
    }

    private List<String> spends(Path directory) throws IOException {
        List<String> spends = new ArrayList<>();
        for (JsonNode row : liteLlm(directory.getFileName().toString())) {
            spends.add(row.path("request_id").asText() + " " + row.path("spend").asText());
        }
        return spends;
    }

    private List<JsonNode> liteLlm(String name) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : lines(folder.resolve(name), ".litellm.jsonl.gz")) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    private List<String> calls(String name) throws IOException {
        return lines(folder.resolve(name), ".calls.jsonl.gz");
    }

    private List<Outcome> outcomes(String name) throws IOException {
        return gunzip(folder.resolve(name).resolve("outcomes/replay.jsonl.gz")).stream()
                .map(OutcomeJson::fromJson)
                .toList();
    }

    private static List<String> lines(Path directory, String suffix) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(suffix)) {
                    lines.addAll(gunzip(file));
                }
            }
        }
        return lines;
    }

    /** All lines of all files under a directory, by file. */
    static Map<String, List<String>> lines(Path directory) throws IOException {
        Map<String, List<String>> lines = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.put(
                        directory.relativize(file).toString(),
                        file.toString().endsWith(".gz") ? gunzip(file) : Files.readAllLines(file));
            }
        }
        return lines;
    }

    static List<String> gunzip(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (UncheckedIOException e) {
            throw new IOException(file.toString(), e);
        }
    }
}
