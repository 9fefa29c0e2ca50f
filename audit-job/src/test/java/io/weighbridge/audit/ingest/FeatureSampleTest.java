package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.FeatureColumns;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls keep their features under {@code --text features}. */
class FeatureSampleTest {
    private static final int FREQUENT = 2_000;
    private static final int RARE = 10;

    @TempDir
    Path folder;

    @BeforeAll
    static void openSpark() {
        SharedSpark.session();
    }

    @Test
    void labelledCallsAndAWeightedSampleKeepAllFeaturesAndTheOthersTheMeasures() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < FREQUENT; i++) {
            lines.add(call("f" + i, "frequent", "What is " + i + "?"));
        }
        for (int i = 0; i < RARE; i++) {
            lines.add(call("r" + i, "rare", "Who is " + i + "?"));
        }
        Path calls = Files.write(folder.resolve("calls.jsonl"), lines);
        Path outcomes = Files.writeString(folder.resolve("outcomes.jsonl"), outcome("f7"));

        Lake lake = ingest("lake", calls, outcomes);

        Map<String, Row> byTask = new TreeMap<>();
        lake.calls()
                .filter("call_id <> 'f7'")
                .groupBy("task")
                .agg(
                        count(col("prompt_measures")).as("measures"),
                        count(col("word_hashes")).as("kept"),
                        sum("feature_weight").as("weight"),
                        count(col("prompt")).as("prompts"))
                .collectAsList()
                .forEach(row -> byTask.put(row.getAs("task"), row));
        Row frequent = Objects.requireNonNull(byTask.get("frequent"));
        // 5 % of 2,000, with three standard deviations of a binomial on either side
        long kept = frequent.getAs("kept");
        assertTrue(kept > 70 && kept < 130, "kept " + kept);
        assertEquals(20.0 * kept, frequent.<Double>getAs("weight"), 1e-6);
        assertEquals(FREQUENT - 1L, frequent.<Long>getAs("measures"));
        assertEquals(0L, frequent.<Long>getAs("prompts"));
        Row rare = Objects.requireNonNull(byTask.get("rare"));
        assertEquals((long) RARE, rare.<Long>getAs("kept"));
        assertEquals(RARE, rare.<Double>getAs("weight"));

        Row labelled = lake.calls().filter("call_id = 'f7'").first();
        assertEquals(1.0, labelled.<Double>getAs("feature_weight"));
        assertEquals(
                FeatureExtractor.of(FeatureSchema.defaults()).promptFeatures("What is 7?"),
                FeatureColumns.features(new Cells(labelled), ""));
        Row dropped = lake.calls().filter(col("word_hashes").isNull()).first();
        assertNotNull(dropped.getAs("prompt_measures"));
        assertNull(dropped.getAs("feature_weight"));
    }

    @Test
    void theSameLogsGiveTheSameSampleInWhateverOrder() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add(call("c" + i, "t", "Say " + i));
        }
        Path forwards = Files.write(folder.resolve("forwards.jsonl"), lines);
        Path backwards = Files.write(folder.resolve("backwards.jsonl"), lines.reversed());

        assertEquals(keptIds(ingest("one", forwards)), keptIds(ingest("other", backwards)));
    }

    @Test
    void aLabelThatCameBeforeItsCallCounts() throws IOException {
        ingest("late", Files.writeString(folder.resolve("outcomes.jsonl"), outcome("c1")));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            lines.add(call("c" + i, "t", "Say " + i));
        }

        Lake lake = ingest("late", Files.write(folder.resolve("calls.jsonl"), lines));

        Row call = lake.calls().filter("call_id = 'c1'").first();
        assertEquals(1.0, call.<Double>getAs("feature_weight"));
        assertTrue(lake.calls().filter(col("word_hashes").isNull()).count() > 400);
        assertEquals(600, lake.calls().agg(count(lit(1))).first().getLong(0));
    }

    @Test
    void aShareIsRefusedOutOfItsRangeAndWhereNoFeaturesAreKept() throws IOException {
        Path calls = Files.writeString(folder.resolve("calls.jsonl"), call("c1", "t", "Say 1"));

        assertRefused("--feature-share: needs --text features", "none", calls);
        assertRefused("--feature-share: must be from 0 to 1, was 1.5", "features", calls);
    }

    private void assertRefused(String message, String text, Path calls) {
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                folder.resolve("refused").toString(),
                "--feature-share",
                "1.5",
                "--text",
                text,
                calls.toString());
        assertEquals(2, run.status());
        assertTrue(run.err().contains(message), run.err());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    private static List<String> keptIds(Lake lake) {
        return lake
                .calls()
                .filter(col("word_hashes").isNotNull())
                .orderBy("call_id")
                .select("call_id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Lake ingest(String name, Path... files) {
        String root = folder.resolve(name).toString();
        List<String> arguments =
                new ArrayList<>(List.of("ingest", "--lake", root, "--text", "features", "--feature-share", "0.05"));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return Lake.at(SharedSpark.session(), root);
    }

    private static String call(String id, String task, String prompt) {
        return Lines.call(id).replace("\"task\":\"triage\"", "\"task\":\"" + task + "\",\"prompt\":\"" + prompt + "\"");
    }

    private static String outcome(String unit) {
        return "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"" + unit
                + "\",\"task\":\"t\",\"model\":\"gpt-4o\",\"score\":1,\"label_source\":\"exact\"}\n";
    }
}
