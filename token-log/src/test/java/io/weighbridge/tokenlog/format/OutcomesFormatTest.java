package io.weighbridge.tokenlog.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesFormatTest {
    private static final LogSource PROMPTS = Logs.source(
            "set_prompts.jsonl",
            "{\"prompt_id\":\"p1\",\"task\":\"t/one\",\"prompt\":\"2+2?\",\"extra\":1}\n"
                    + "{\"prompt_id\":\"p2\",\"task\":\"t/two\",\"prompt\":\"seen\",\"contaminated\":true}\n");

    @Test
    void anOutcomeIsJoinedWithItsPrompt() throws IOException {
        Outcome outcome =
                outcome("prompt_id,model,score,cost_usd,prompt_tokens,completion_tokens\np1,m,0.5,0.01,7,3\n");
        assertEquals("p1", outcome.unitId());
        assertEquals("t/one", outcome.task());
        assertEquals("2+2?", outcome.prompt());
        assertEquals(0.5, outcome.score());
        assertEquals("benchmark", outcome.labelSource());
        assertEquals("0.010000000000", String.valueOf(outcome.cost()));
        assertEquals(Usage.of(7, 3), outcome.usage());
    }

    @Test
    void missingCellsAreAbsentAndOtherColumnsAreIgnored() throws IOException {
        Outcome outcome = outcome("dataset,prompt_id,model,score,cost_usd,pred\nset,p1,m,1,,A\n");
        assertNull(outcome.cost());
        assertNull(outcome.usage());
        assertEquals("benchmark:set", outcome.labelSource());
    }

    @Test
    void rowsOfContaminatedPromptsAreRejectedByName() throws IOException {
        List<Reading> readings = read("prompt_id,model,score\np2,m,1\np1,m,1\n");
        assertEquals(List.of("set_outcomes.csv:2: contaminated: must be false, was true"), Logs.rejections(readings));
        assertEquals(2, readings.size());
    }

    @Test
    void twoEqualRowsAreTwoOutcomesWithDifferentRowIds() throws IOException {
        List<Reading> readings = read("prompt_id,model,score\np1,m,1\np1,m,1\n");
        assertNotEquals(((Reading.OfOutcome) readings.get(0)).rowId(), ((Reading.OfOutcome) readings.get(1)).rowId());
    }

    @Test
    void badRowsAreNamedAndGoodOnesKept() throws IOException {
        List<Reading> readings = read("prompt_id,model,score\np1,m,7\np1,,1\np9,m,1\np1,m,\np1,m,1\n");
        assertEquals(
                List.of(
                        "set_outcomes.csv:2: score: must be in [0, 1], was 7.0",
                        "set_outcomes.csv:3: model: is required, was empty",
                        "set_outcomes.csv:4: task: is required in the table or beside the prompt, was absent",
                        "set_outcomes.csv:5: score: is required, was empty"),
                Logs.rejections(readings));
        assertEquals(5, readings.size());
    }

    @Test
    void brokenPromptLinesAreRejectedByTheirOwnFileAndLine() throws IOException {
        LogSource prompts = Logs.source(
                "p.jsonl",
                "oops\n{\"prompt\":\"x\"}\n{\"prompt_id\":\"p1\",\"task\":\"t\"}\n"
                        + "{\"prompt_id\":\"p1\",\"task\":\"t\"}\n");
        LogInput input = new LogInput(Logs.source("o.csv", "prompt_id,model,score\np1,m,1\n"), prompts);
        assertEquals(
                List.of(
                        "p.jsonl:1: row: must be JSON, was broken at line 1 column 1",
                        "p.jsonl:2: prompt_id: is required, was absent",
                        "p.jsonl:4: prompt_id: must be there once, was p1"),
                Logs.rejections(Logs.read("outcomes", input, ReadOptions.defaults())));
    }

    @Test
    void replayOutcomesAreJsonLines() throws IOException {
        String line =
                "{\"format\":\"weighbridge-outcome/1\",\"unit_id\":\"u\",\"task\":\"t\",\"model\":\"m\",\"score\":1,"
                        + "\"label_source\":\"judge\",\"prompt\":\"hi\",\"replay\":{\"id\":\"r\",\"frame\":\"t\",\"frame_size\":9,"
                        + "\"draw_index\":0,\"draw_probability\":0.25}}";
        List<Reading> readings = Logs.read("outcomes", Logs.source("o.jsonl", line + "\n{}\n"), ReadOptions.defaults());
        Outcome outcome = ((Reading.OfOutcome) readings.get(0)).outcome();
        assertEquals(new Outcome.Draw("r", "t", 9, 0, 0.25), outcome.draw());
        assertEquals("hi", outcome.prompt());
        assertEquals(List.of("o.jsonl:2: format: is required, was absent"), Logs.rejections(readings));
    }

    @Test
    void aTableWithoutAScoreIsNotAnOutcomesTable() {
        UnreadableLogException error =
                assertThrows(UnreadableLogException.class, () -> read("prompt_id,model\np1,m\n"));
        assertEquals("set_outcomes.csv: must have the columns [prompt_id, model, score]", error.getMessage());
    }

    @Test
    void filesOfOneNameBelongTogether() throws IOException {
        LogSource outcomes = Logs.source("dir/a_outcomes.csv.gz", "x");
        LogSource prompts = Logs.source("dir/a_prompts.jsonl.gz", "x");
        LogSource calls = Logs.source("dir/calls.jsonl", "x");
        assertEquals(
                List.of(LogInput.of(calls), new LogInput(outcomes, prompts)),
                LogInputs.group(List.of(prompts, calls, outcomes)));
        UnreadableLogException error =
                assertThrows(UnreadableLogException.class, () -> LogInputs.group(List.of(prompts, calls)));
        assertEquals(
                "dir/a_prompts.jsonl.gz: has prompts, but no outcomes file of the same name is given",
                error.getMessage());
    }

    private static Outcome outcome(String table) throws IOException {
        return ((Reading.OfOutcome) read(table).get(0)).outcome();
    }

    private static List<Reading> read(String table) throws IOException {
        LogInput input = new LogInput(Logs.source("set_outcomes.csv", table), PROMPTS);
        return Logs.read("outcomes", input, ReadOptions.defaults());
    }
}
