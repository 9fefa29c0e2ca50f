package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutcomeJsonTest {
    private static final String BARE = "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"u\",\"task\":\"t\","
            + "\"model\":\"m\",\"score\":1,\"label_source\":\"benchmark\"";
    private static final Outcome FULL = new Outcome(
            "call-1",
            "triage",
            "sim-small",
            0.75,
            "grader:json-schema",
            "session-9",
            Calls.TIME,
            "Classify: router is down",
            new Outcome.Draw("replay-2026-10", "triage", 1200, 17, 0.0008333333333333334),
            Usd.parse("0.0000123"),
            Usage.of(40, 9));
    private static final Outcome MINIMAL =
            new Outcome("u", "t", "m", 1, "benchmark", null, null, null, null, null, null);

    @Test
    void aPlanIsWholeOrAbsentAndInItsRange() {
        String start = OutcomeJson.toJson(FULL)
                .replace("\"draw_probability\":8.333333333333334E-4", "\"draw_probability\":0.1");
        String planned = start.replace(
                "\"draw_probability\":0.1",
                "\"draw_probability\":0.1,\"smallest_probability\":0.05,"
                        + "\"prediction\":-0.25,\"mean_prediction\":0.5");
        assertEquals(
                new Outcome.Plan(0.05, -0.25, 0.5),
                Objects.requireNonNull(OutcomeJson.fromJson(planned).draw()).plan());
        InvalidRecordException half = assertThrows(
                InvalidRecordException.class, () -> OutcomeJson.fromJson(planned.replace(",\"prediction\":-0.25", "")));
        assertEquals("replay", half.field());
        InvalidRecordException large = assertThrows(
                InvalidRecordException.class, () -> OutcomeJson.fromJson(planned.replace("-0.25", "-1.25")));
        assertEquals("prediction", large.field());
    }

    @Test
    void aJudgeComesBackAsItWasWrittenAndOthersAreRefused() {
        Outcome judged = new Outcome(
                "u",
                "t",
                "m",
                0.5,
                "judge:sim-judge",
                null,
                null,
                null,
                null,
                null,
                null,
                new Outcome.Judge("sim-judge", Outcome.Judge.Order.SECOND, "v3"));
        String json = OutcomeJson.toJson(judged);

        assertEquals(judged, OutcomeJson.fromJson(json));
        assertEquals(judged, judged.withPrompt("p").withoutPrompt());
        InvalidRecordException refused =
                assertThrows(InvalidRecordException.class, () -> OutcomeJson.fromJson(json.replace("second", "third")));
        assertEquals("judge.order", refused.field());
        assertEquals(
                "judge.side",
                assertThrows(
                                InvalidRecordException.class,
                                () -> OutcomeJson.fromJson(json.replace("prompt_version", "side")))
                        .field());
    }

    @Test
    void outcomesAreWrittenAsTheGoldenFileSays() throws IOException {
        GoldenFile.assertWrittenAs(
                "outcomes.jsonl", OutcomeJson.toJson(FULL) + "\n" + OutcomeJson.toJson(MINIMAL) + "\n");
    }

    @Test
    void theGoldenFileIsReadBackAsTheSameOutcomes() throws IOException {
        String[] lines = GoldenFile.read("outcomes.jsonl").split("\n", -1);
        assertEquals(FULL, OutcomeJson.fromJson(lines[0]));
        assertEquals(MINIMAL, OutcomeJson.fromJson(lines[1]));
    }

    @Test
    void aScoreOutsideZeroToOneIsRefused() {
        assertRefused(BARE.replace("\"score\":1", "\"score\":7.5") + "}", "score: must be in [0, 1], was 7.5");
        assertRefused(BARE.replace("\"score\":1", "\"score\":\"1\"") + "}", "score: must be a number, was a string");
    }

    @Test
    void aDrawThatIsNotOneIsRefused() {
        String draw =
                ",\"replay\":{\"id\":\"r\",\"frame\":\"f\",\"frame_size\":10,\"draw_index\":0,\"draw_probability\":";
        assertRefused(BARE + draw + "0}}", "draw_probability: must be in (0, 1], was 0.0");
        assertRefused(BARE + draw.replace(":10", ":0") + "0.1}}", "frame_size: must be at least 1, was 0");
    }

    @Test
    void anotherVersionIsRefusedByName() {
        assertRefused(BARE.replace("/1", "/2") + "}", "Unsupported outcome format 2; this build reads 1");
    }

    private static void assertRefused(String line, String message) {
        assertEquals(
                message,
                assertThrows(InvalidRecordException.class, () -> OutcomeJson.fromJson(line))
                        .getMessage());
    }
}
