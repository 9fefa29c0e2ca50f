package io.weighbridge.audit.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that keep a lake, on a small one; each is run twice. */
class LakeUpkeepTest {
    private static final String SECRET = "My number is 0170 5551234";

    @TempDir
    private static Path origin;

    @TempDir
    Path folder;

    @BeforeAll
    static void ingestTwoDays() throws IOException {
        ingest(
                origin,
                "monday",
                call("1", "alice@example.com", SECRET),
                call("2", "bob@example.com", "Where is my parcel?"));
        ingest(origin, "tuesday", call("3", "carol@example.com", "Hello"));
    }

    @BeforeEach
    void copyTheLake() throws IOException {
        Path lake = origin.resolve("lake");
        try (Stream<Path> files = Files.walk(lake)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("lake").resolve(lake.relativize(file)));
            }
        }
    }

    @Test
    void compactionMakesOneFileOfSeveralAndKeepsTheRows() throws IOException {
        List<String> before = rows(lake().calls());

        JsonNode first = run("compact").path("tables").path(0);

        assertEquals("calls", first.path("table").asText());
        assertTrue(first.path("files_removed").asLong() >= 2, first.toString());
        assertEquals(1, first.path("files_added").asLong());
        assertEquals(before, rows(lake().calls()));
        assertEquals(
                0, run("compact").path("tables").path(0).path("files_removed").asLong(), "nothing is left to do");

        assertEquals(0, run("vacuum").path("files_deleted").asLong(), "a week of versions stays");
        assertTrue(run("vacuum", "--keep-hours", "0").path("files_deleted").asLong() >= 2);
        assertEquals(0, run("vacuum", "--keep-hours", "0").path("files_deleted").asLong());
        assertEquals(before, rows(lake().calls()));
        ingest("wednesday", call("4", "dora@example.com", "Bye"));
        assertEquals(4, lake().calls().count(), "ingests go on after it");
    }

    @Test
    void oldCallsAreDeletedAndTheirFilesStayKnown() throws IOException {
        assertEquals(
                0, run("retain", "--keep-days", "100000").path("calls_deleted").asLong());
        String old = call("old", "eve@example.com", "Once").replace("2026-10-31", "2020-01-01");
        ingest("ancient", old);

        assertEquals(
                1, run("retain", "--keep-days", "2000").path("calls_deleted").asLong());

        assertEquals(
                0, run("retain", "--keep-days", "2000").path("calls_deleted").asLong());
        assertEquals(3, lake().calls().count());
        assertEquals(0, ingest("ancient", old).path("accepted").asLong());
        assertEquals(3, lake().calls().count());
    }

    @Test
    void aPersonsTextLeavesEveryTableAndEveryOldVersion() throws IOException {
        ingest(
                "outcomes",
                "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"1\",\"task\":\"t\",\"model\":\"m\",\"score\":1,"
                        + "\"label_source\":\"human\",\"prompt\":\"" + SECRET + "\"}",
                "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"alice@example.com\",\"score\":true}");
        run("compact");
        Path audit = Files.createDirectories(folder.resolve("lake/audits/20261101T000000Z-000000"));
        lake().calls().select("prompt").coalesce(1).write().format("parquet").save(audit + "/training-set.parquet");
        Files.writeString(audit.resolve("manifest.json"), "{}");
        Path killed = Files.createDirectories(folder.resolve("lake/audits/20261101T000000Z-000001"));
        Files.writeString(killed.resolve(".training-set.parquet.raw"), "PAR1" + SECRET);
        Path other = Files.createDirectories(folder.resolve("lake/audits/20261101T000000Z-000002"));
        Files.writeString(other.resolve("manifest.json"), "{}");
        Path run = Files.createDirectories(folder.resolve("lake/runs/20261101T000000Z-000000"));
        Path results = Files.writeString(run.resolve("results.jsonl"), "{\"user\":\"alice@example.com\"}\n");
        long spend = spend();
        assertFalse(filesWith(SECRET).isEmpty(), "the search finds what is there");

        JsonNode erased = run("erase", "--user", "alice@example.com");

        assertEquals(1, erased.path("calls").asLong());
        assertEquals(1, erased.path("outcomes").asLong());
        assertEquals(2, erased.path("audits_deleted").asLong());
        assertFalse(Files.exists(audit));
        assertFalse(Files.exists(killed), "what a killed audit left");
        assertTrue(Files.exists(other));
        assertEquals("[\"" + results + "\"]", erased.path("remaining_files").toString());
        Files.delete(results);
        assertEquals(List.of(), filesWith(SECRET));
        assertEquals(List.of(), filesWith("alice@example.com"));
        assertFalse(filesWith("bob@example.com").isEmpty(), "others' text stays");
        assertEquals(3, lake().calls().count());
        assertEquals(spend, spend(), "money stays");
        JsonNode again = run("erase", "--user", "alice@example.com");
        assertEquals(
                0, again.path("calls").asLong() + again.path("files_deleted").asLong(), again.toString());
    }

    @Test
    void theTextOfOneCallIsErasedByItsId() throws IOException {
        for (String cache : List.of("cache/2026-11-22/none/ab", "runs/.answers/abcd/2026-11-22/none/ab")) {
            Path answers = Files.createDirectories(folder.resolve("lake").resolve(cache));
            Files.writeString(answers.resolve("abcd.json"), "{\"reply\":\"" + SECRET + "\"}");
        }

        JsonNode erased = run("erase", "--call", "1");

        assertEquals(1, erased.path("calls").asLong());
        assertTrue(erased.path("cached_answers_deleted").asBoolean());
        assertEquals(List.of(), filesWith(SECRET));
        assertEquals(List.of(), filesWith("alice@example.com"));
        assertEquals(0, run("erase", "--call", "1").path("calls").asLong());
        CommandRun both = CommandRun.of("lake", "erase", "--lake", "x", "--call", "1", "--user", "2");
        assertEquals(2, both.status());
    }

    @Test
    void nothingIsDeletedWhileAnotherJobIsAtWork() throws IOException {
        Path leases = Files.createDirectories(folder.resolve("lake/_leases"));
        Path writer = Files.createFile(leases.resolve("writer-1"));

        CommandRun refused = CommandRun.of("lake", "vacuum", "--lake", lakePath());
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("another job is at work on the lake"), refused.err());

        Files.setLastModifiedTime(writer, java.nio.file.attribute.FileTime.fromMillis(0));
        run("vacuum");
        assertFalse(Files.exists(writer), "a job that shows no sign of life is dead");
    }

    @Test
    void aLakeOfFormat1IsRefusedAndMigrated() throws IOException {
        Path old = folder.resolve("old");
        Lake present = lake();
        for (LakeTable table : present.tables()) {
            Dataset<Row> rows = present.table(table).drop("updated_at", "is_correction", "superseded");
            rows.write()
                    .format("delta")
                    .partitionBy(table.partitionColumns().toArray(String[]::new))
                    .save(old.resolve(table.folder()).toString());
        }

        CommandRun refused = CommandRun.of("prices", "check", "--lake", old.toString());
        assertEquals(2, refused.status());
        assertTrue(
                refused.err()
                        .contains("the lake has format 1, this build reads 4; first: weighbridge lake migrate --lake "
                                + old),
                refused.err());

        JsonNode migrated = json(CommandRun.of("lake", "migrate", "--json", "--lake", old.toString()));
        assertEquals(1, migrated.path("from").asInt());
        assertEquals(
                "[\"calls.updated_at\",\"calls.is_correction\",\"sources.superseded\"]",
                migrated.path("columns_added").toString());
        JsonNode again = json(CommandRun.of("lake", "migrate", "--json", "--lake", old.toString()));
        assertEquals(4, again.path("from").asInt());

        Path corrected = write(
                folder,
                "corrected",
                call("1", "alice@example.com", "New")
                        .replace("\"task\"", "\"updated_at\":\"2026-11-02T00:00:00Z\",\"task\""));
        JsonNode result = json(CommandRun.of("ingest", "--json", "--lake", old.toString(), corrected.toString()));
        assertEquals(1, result.path("superseded").asLong());
    }

    @Test
    void aLakeOfFormat2GetsTheColumnsOfFeaturesAndThenTheFeatures() throws IOException {
        Path old = folder.resolve("old");
        Lake present = lake();
        ingest(
                "outcomes",
                "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"1\",\"task\":\"t\",\"model\":\"m\",\"score\":1,"
                        + "\"label_source\":\"human\"}");
        String[] features = {"prompt_reading", "prompt_measures", "word_hashes", "pair_hashes", "feature_weight"};
        for (LakeTable table : present.tables()) {
            Dataset<Row> rows = present.table(table).drop(features);
            (table == LakeTable.OUTCOMES
                            ? rows.drop("prompt_hash", "smallest_probability", "prediction", "mean_prediction")
                            : rows)
                    .write()
                    .format("delta")
                    .partitionBy(table.partitionColumns().toArray(String[]::new))
                    .save(old.resolve(table.folder()).toString());
        }
        Files.writeString(old.resolve("lake.json"), "{\"format\":\"weighbridge-lake/2\"}\n");
        CommandRun refused = CommandRun.of("prices", "check", "--lake", old.toString());
        assertTrue(refused.err().contains("the lake has format 2, this build reads 4;"), refused.err());

        JsonNode migrated = json(CommandRun.of("lake", "migrate", "--json", "--lake", old.toString()));

        assertEquals(2, migrated.path("from").asInt());
        assertEquals(
                "[\"calls.prompt_reading\",\"calls.prompt_measures\",\"calls.word_hashes\",\"calls.pair_hashes\","
                        + "\"calls.feature_weight\",\"outcomes.prompt_hash\",\"outcomes.smallest_probability\","
                        + "\"outcomes.prediction\",\"outcomes.mean_prediction\",\"outcomes.prompt_reading\",\"outcomes.prompt_measures\","
                        + "\"outcomes.word_hashes\",\"outcomes.pair_hashes\"]",
                migrated.path("columns_added").toString());
        String later = call("1", "alice@example.com", "New words")
                .replace("\"task\"", "\"updated_at\":\"2026-11-02T00:00:00Z\",\"task\"");
        Path corrected = write(folder, "corrected", later);
        json(CommandRun.of("ingest", "--json", "--lake", old.toString(), "--text", "features", corrected.toString()));
        Row call = Lake.at(SharedSpark.session(), old.toString())
                .calls()
                .filter("call_id = '1'")
                .first();
        assertEquals(1.0, call.<Double>getAs("feature_weight"), "it is labelled");
        assertEquals(2, call.getList(call.fieldIndex("word_hashes")).size());
    }

    @Test
    void aLakeOfFormat3GetsTheColumnsOfSketchesAndBeginningsAndNewCallsHaveThem() throws IOException {
        Path old = folder.resolve("old");
        Lake present = lake();
        for (LakeTable table : present.tables()) {
            present.table(table)
                    .drop("prompt_sketch", "prompt_bytes", "prefix_hashes")
                    .write()
                    .format("delta")
                    .partitionBy(table.partitionColumns().toArray(String[]::new))
                    .save(old.resolve(table.folder()).toString());
        }
        Files.writeString(old.resolve("lake.json"), "{\"format\":\"weighbridge-lake/3\"}\n");
        CommandRun refused = CommandRun.of("audit", "--lake", old.toString());
        assertTrue(refused.err().contains("the lake has format 3, this build reads 4;"), refused.err());

        JsonNode migrated = json(CommandRun.of("lake", "migrate", "--json", "--lake", old.toString()));

        assertEquals(3, migrated.path("from").asInt());
        assertEquals(
                "[\"calls.prompt_sketch\",\"calls.prompt_bytes\",\"calls.prefix_hashes\"]",
                migrated.path("columns_added").toString());
        Path later = write(folder, "later", call("8", "alice@example.com", "x".repeat(6_000)));
        json(CommandRun.of("ingest", "--json", "--lake", old.toString(), later.toString()));
        Dataset<Row> calls = Lake.at(SharedSpark.session(), old.toString()).calls();
        assertEquals(
                List.of("8"),
                calls.filter("prompt_sketch is not null")
                        .select("call_id")
                        .as(Encoders.STRING())
                        .collectAsList());
        Row call = calls.filter("call_id = '8'").first();
        assertEquals(6_000L, call.<Long>getAs("prompt_bytes"));
        assertEquals(1, call.getList(call.fieldIndex("prefix_hashes")).size());
        CommandRun audited = CommandRun.of("audit", "--lake", old.toString());
        assertEquals(0, audited.status(), audited.err());
    }

    @Test
    void hashesOfBeginningsAreErasedWithThePrompt() throws IOException {
        Path asked = write(folder, "asked", call("7", "eve@example.com", "x".repeat(6_000)));
        json(CommandRun.of("ingest", "--json", "--lake", lakePath(), asked.toString()));
        String kept = "call_id = '7' and prefix_hashes is not null";
        assertEquals(1, lake().calls().filter(kept).count());

        run("erase", "--user", "eve@example.com");

        assertEquals(0, lake().calls().filter(kept).count());
    }

    @Test
    void featuresAreErasedWithTheTextTheyStandFor() throws IOException {
        Path outcome = write(
                folder,
                "labelled",
                "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"9\",\"task\":\"t\",\"model\":\"m\",\"score\":1,"
                        + "\"label_source\":\"human\",\"prompt\":\"" + SECRET + "\"}");
        Path labelled = write(folder, "call", call("9", "eve@example.com", SECRET));
        json(CommandRun.of(
                Map.of("WEIGHBRIDGE_HASH_KEY", "0123456789abcdef"),
                "ingest",
                "--json",
                "--lake",
                lakePath(),
                "--text",
                "features",
                labelled.toString(),
                outcome.toString()));

        JsonNode erased = run("erase", "--user", "eve@example.com");

        assertEquals(1, erased.path("calls").asLong());
        assertEquals(1, erased.path("outcomes").asLong());
        String kept = "prompt_hash is not null or prompt_measures is not null or word_hashes is not null"
                + " or pair_hashes is not null";
        assertEquals(
                0,
                lake().calls()
                        .filter("call_id = '9'")
                        .filter(kept + " or prompt_sketch is not null")
                        .count());
        assertEquals(0, lake().outcomes().filter(kept).count());
    }

    @Test
    void aLakeOfALaterFormatIsRefused() throws IOException {
        try (OutputStream out = lake().files().create(lake().path("lake.json"), true)) {
            out.write("{\"format\":\"weighbridge-lake/5\"}".getBytes(StandardCharsets.UTF_8));
        }

        CommandRun refused = CommandRun.of("lake", "compact", "--lake", lakePath());

        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("Unsupported lake format 5; this build reads 4"), refused.err());
    }

    private static String call(String id, String user, String prompt) {
        return """
                {"format":"weighbridge-call/1","source":"gateway","call_id":"%s","occurred_at":"2026-10-31T23:30:00Z",\
                "session_id":"%s","task":"triage","requested_model":"sim-small","provider":"simulated",\
                "prompt":"%s","labels":{"end_user":"%s"},"response_text":"About: %s","status":"ok","attempt":1,\
                "input_tokens":1000,"output_tokens":100}""".formatted(id, user, prompt, user, prompt);
    }

    private static Path write(Path folder, String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name + ".jsonl"), String.join("\n", lines) + "\n");
    }

    private JsonNode ingest(String name, String... lines) throws IOException {
        return ingest(folder, name, lines);
    }

    private static JsonNode ingest(Path folder, String name, String... lines) throws IOException {
        String lake = folder.resolve("lake").toString();
        Path file = write(folder, name, lines);
        return json(CommandRun.of("ingest", "--json", "--lake", lake, file.toString()));
    }

    private JsonNode run(String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("lake", command, "--json", "--lake", lakePath()));
        arguments.addAll(List.of(options));
        return json(CommandRun.of(arguments.toArray(String[]::new)));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertEquals(0, run.status(), run.err());
        return new JsonMapper().readTree(run.out());
    }

    private String lakePath() {
        return folder.resolve("lake").toString();
    }

    private Lake lake() {
        return Lake.at(SharedSpark.session(), lakePath());
    }

    private long spend() {
        return lake().calls().selectExpr("sum(spend_picodollars)").first().getLong(0);
    }

    private static List<String> rows(Dataset<Row> table) {
        return table.toJSON().collectAsList().stream().sorted().toList();
    }

    /** Every file under the lake that holds the text: as it is, or in a Parquet file, decompressed. */
    private List<String> filesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("lake"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
                boolean isTable = file.toString().endsWith(".parquet");
                if (raw.contains(text) || (isTable && parquet(file).contains(text))) {
                    found.add(file.toString());
                }
            }
        }
        return found;
    }

    private static String parquet(Path file) {
        return String.join(
                "\n",
                SharedSpark.session()
                        .read()
                        .format("parquet")
                        .load(file.toString())
                        .toJSON()
                        .collectAsList());
    }
}
