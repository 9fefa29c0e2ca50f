package io.weighbridge.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** On a set made up here, and on real ones. */
class ReplayBenchTest {
    private static final Path DATA = Path.of(System.getProperty("weighbridge.data", ""));

    @TempDir
    static Path folder = Path.of(".");

    private static Path prompts = Path.of(".");
    private static Path outcomes = Path.of(".");

    /** Two tasks of 600 prompts: on the easy one the small model is as good, on the hard one it loses 20 points. */
    @BeforeAll
    static void write() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder lines = new StringBuilder();
        StringBuilder rows = new StringBuilder("dataset,prompt_id,task,model,score\n");
        for (int i = 0; i < 1_200; i++) {
            String task = i % 2 == 0 ? "easy" : "hard";
            lines.append("{\"prompt_id\":\"p%d\",\"task\":\"%s\",\"prompt\":\"%s\",\"contaminated\":%s}%n"
                    .formatted(i, task, "x".repeat(20 + i % 50), i >= 1_190));
            boolean large = random.nextDouble() < 0.9;
            boolean small = task.equals("easy") ? large : large && random.nextDouble() < 0.78;
            rows.append("set,p%d,%s,large,%d%n".formatted(i, task, large ? 1 : 0));
            rows.append("set,p%d,%s,small,%d%n".formatted(i, task, small ? 1 : 0));
        }
        prompts = Files.writeString(folder.resolve("prompts.jsonl"), lines);
        outcomes = Files.writeString(folder.resolve("outcomes.csv"), rows);
    }

    @Test
    void whatTheReplayBuysDecidesClearPairsAndIsCheaperThanUniformDraws() throws Exception {
        ReplayBench bench = ReplayBench.of(prompts, outcomes, null, 3, line -> {});

        ReplayBench.Result result = bench.run(60, 0.05, 0.6, 1);

        assertEquals("large", bench.incumbent());
        assertEquals(1_190, bench.prompts(), "contaminated prompts do not count");
        assertEquals(2, result.pairs());
        assertEquals(0, result.anyWrong());
        assertTrue(result.clearDecided() > 0.9, result.toString());
        assertTrue(result.againstSimple() < 0.95, result.toString());
        assertTrue(result.againstSimpleAtBest() <= result.againstSimple(), result.toString());
        assertTrue(result.covers(), result.toString());
        assertEquals(result, bench.run(60, 0.05, 0.6, 1), "equal seeds");
    }

    @Test
    void aModelThatIsNotThereIsRefused() {
        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> ReplayBench.of(prompts, outcomes, "huge", 3, line -> {}));
        assertEquals("--incumbent: must be a model of " + outcomes + ", was huge", refused.getMessage());
    }

    @Test
    @EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
    void onRealSetsVerdictsHoldAndADesignIsNoDearerThanAdjustedUniformDraws() throws Exception {
        for (String set : new String[] {"routellm/mmlu_", "routellm/gsm8k_", "alpaca_eval/", "zeroeval_math_l5/"}) {
            ReplayBench.Result result = ReplayBench.of(
                            DATA.resolve(set + "prompts.jsonl.gz"),
                            DATA.resolve(set + "outcomes.csv.gz"),
                            null,
                            1,
                            line -> {})
                    .run(100, 0.05, 0.5, 1);

            assertTrue(result.verdictsHold(), set + result);
            assertTrue(result.covers(), set + result);
            assertTrue(result.againstAdjusted() < 1.05, set + result);
        }
    }
}
