package io.weighbridge.trainer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestDataTest {
    private static final String PROMPTS = """
            {"dataset":"toy-set","prompt_id":"a","task":"t","prompt":"one two three four"}
            {"dataset":"toy-set","prompt_id":"b","prompt":"five six seven eight"}
            {"dataset":"toy-set","prompt_id":"c","task":"t","prompt":"seen before","contaminated":true}
            """;

    @TempDir
    private Path directory;

    @Test
    void contaminatedPromptsAreDroppedAndCounted() throws IOException {
        BacktestData data = read(PROMPTS, "prompt_id,model,score\na,m,1\nb,m,0\nc,m,1\n", null);

        assertEquals(1, data.contaminated());
        assertEquals(
                List.of("a", "b"),
                data.outcomes().prompts().stream().map(Prompt::id).toList());
        assertEquals(1, data.counts().withoutPrompt());
        assertEquals(
                data.counts().rows(),
                data.counts().used() + data.counts().unscored() + data.counts().withoutPrompt());
    }

    @Test
    void aPromptWithoutTaskBelongsToTheTaskOfAll() throws IOException {
        BacktestData data = read(PROMPTS, "prompt_id,model,score\na,m,1\nb,m,0\n", null);
        assertEquals("all", data.outcomes().prompts().get(1).task());
    }

    @Test
    void repeatedRowsOfOnePromptAndModelAreAveraged() throws IOException {
        BacktestData data = read(PROMPTS, "prompt_id,model,score\na,m,1\na,m,0.5\nb,m,0\n", null);
        assertEquals(0.75, data.outcomes().score()[0][0]);
    }

    @Test
    void aMissingCellStaysUnknown() throws IOException {
        BacktestData data = read(PROMPTS, "prompt_id,model,score\na,m,1\nb,m,0\na,n,1\nb,n,\n", null);

        assertFalse(data.outcomes().observed(1, 1));
        assertEquals(1, data.outcomes().missingCells());
        assertEquals(1, data.outcomes().meanScore(1));
        assertEquals(1, data.counts().unscored());
    }

    @Test
    void aStatedCostIsTaken() throws IOException {
        BacktestData data = read(PROMPTS, "prompt_id,model,score,cost_usd\na,m,1,0.25\nb,m,0,0.5\n", null);

        assertEquals(0.75, data.outcomes().totalCost(0));
        assertEquals(2, data.costs().given());
    }

    @Test
    void statedTokensArePricedByTheList() throws IOException {
        BacktestData data = read(
                PROMPTS,
                "prompt_id,model,score,prompt_tokens,completion_tokens\na,m,1,1000,100\nb,m,0,2000,0\n",
                "dataset,model,input_usd_per_mtok,output_usd_per_mtok\ntoy_set,m,2,10\n");

        assertEquals(0.003, data.outcomes().cost()[0][0], 1e-12);
        assertEquals(0.004, data.outcomes().cost()[1][0], 1e-12);
        assertEquals(2, data.costs().fromTokens());
    }

    @Test
    void tokensThatAreNotStatedAreEstimatedAndCounted() throws IOException {
        BacktestData data = read(
                PROMPTS,
                "prompt_id,model,score,response_chars\na,m,1,400\nb,m,0,\n",
                "dataset,model,input_usd_per_mtok,output_usd_per_mtok\ntoy_set,m,1000,1000\n");

        // Four words are four tokens; 400 characters are 100; the answer of unknown length counts as the mean.
        assertEquals(0.104, data.outcomes().cost()[0][0], 1e-9);
        assertEquals(0.104, data.outcomes().cost()[1][0], 1e-9);
        assertEquals(2, data.costs().fromEstimates());
        assertTrue(data.costs().tokenEstimate().contains("characters / 4"));
    }

    @Test
    void aModelWithoutPriceOrLengthHasNoCostAndTheReasonIsGiven() throws IOException {
        BacktestData data = read(
                PROMPTS,
                "prompt_id,model,score,response_chars\na,m,1,\nb,m,0,\na,n,1,4\nb,n,1,4\n",
                "dataset,model,input_usd_per_mtok,output_usd_per_mtok\ntoy_set,m,1,1\n");

        assertEquals(
                Map.of("m", "no output length", "n", "no price"), data.costs().unpriced());
        assertTrue(Double.isNaN(data.outcomes().totalCost(0)));
    }

    @Test
    void gzipIsRecognisedByItsBytes() throws IOException {
        Path prompts = directory.resolve("prompts.jsonl");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(prompts))) {
            out.write(PROMPTS.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(2, PromptFile.read(prompts).prompts().size());
    }

    @Test
    void aTruncatedGzipIsNamed() throws IOException {
        Path prompts = directory.resolve("cut.jsonl.gz");
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(PROMPTS.repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(prompts, java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));

        String message = assertThrows(BadInputException.class, () -> PromptFile.read(prompts))
                .getMessage();
        assertTrue(String.valueOf(message).startsWith(prompts.toString()), message);
    }

    @Test
    void eachBrokenRuleIsNamedWithFileLineFieldAndValue() {
        assertRejected(
                "prompt_id,model\na,m\n", "outcomes.csv:1: header: must have the column score, was [prompt_id, model]");
        assertRejected(
                "prompt_id,model,score\na,m,1\na,m,1.01\n", "outcomes.csv:3: score: must be in [0, 1], was 1.01");
        assertRejected("prompt_id,model,score\na,m,good\n", "outcomes.csv:2: score: must be a number, was good");
        assertRejected("prompt_id,model,score\na,,1\n", "outcomes.csv:2: model: must not be blank, was \"\"");
        assertRejected(
                "prompt_id,model,score,cost_usd\na,m,1,-2\n",
                "outcomes.csv:2: cost_usd: must be a number that is not negative, was -2");
        assertRejected(
                "prompt_id,model,score\nx,m,1\ny,m,1\n",
                "outcomes.csv: prompt_id: must name a prompt of the prompt file in some scored row,"
                        + " was 2 rows without a match");
    }

    @Test
    void eachBrokenPromptIsNamed() {
        assertPromptRejected("[1]\n", "prompts.jsonl:1: must be a JSON object");
        assertPromptRejected("not json\n", "prompts.jsonl:1: must be a JSON object");
        assertPromptRejected("{\"prompt_id\":\"a\"}\n", "prompts.jsonl:1: prompt: must be text, was MISSING");
        assertPromptRejected(
                "{\"prompt_id\":\"a\",\"prompt\":\"x\"}\n{\"prompt_id\":\"a\",\"prompt\":\"y\"}\n",
                "prompts.jsonl:2: prompt_id: must be unique, was a");
        assertPromptRejected(
                "{\"prompt_id\":\"a\",\"prompt\":\"x\",\"contaminated\":true}\n",
                "prompts.jsonl: must hold at least one prompt that is not contaminated, was 0 of 1");
        assertPromptRejected("", "prompts.jsonl: must hold at least one prompt that is not contaminated, was 0 of 0");
    }

    @Test
    void promptTextIsNeverPartOfAnError() {
        String message = assertThrows(
                        BadInputException.class,
                        () -> read(
                                "{\"prompt_id\":\"a\",\"prompt\":\"my secret\" oops\n",
                                "prompt_id,model,score\n",
                                null))
                .getMessage();
        assertFalse(String.valueOf(message).contains("secret"), message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.jsonl");
        assertEquals(
                missing + ": must be a readable file",
                assertThrows(BadInputException.class, () -> PromptFile.read(missing))
                        .getMessage());
    }

    private void assertRejected(String outcomes, String expected) {
        BadInputException error = assertThrows(BadInputException.class, () -> read(PROMPTS, outcomes, null));
        assertEquals(directory + "/" + expected, error.getMessage());
    }

    private void assertPromptRejected(String prompts, String expected) {
        BadInputException error =
                assertThrows(BadInputException.class, () -> read(prompts, "prompt_id,model,score\na,m,1\n", null));
        assertEquals(directory + "/" + expected, error.getMessage());
    }

    private BacktestData read(String prompts, String outcomes, @Nullable String prices) throws IOException {
        Path list = prices == null ? null : Files.writeString(directory.resolve("prices.csv"), prices);
        return BacktestData.read(
                Files.writeString(directory.resolve("prompts.jsonl"), prompts),
                Files.writeString(directory.resolve("outcomes.csv"), outcomes),
                list);
    }
}
