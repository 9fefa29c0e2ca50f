package io.weighbridge.trainer.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.cli.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameModelsTest {
    @Test
    void namesAreComparedByLettersAndDigitsBehindTheLastSlash() {
        assertEquals(
                Map.of(
                        "gpt-4-1106-preview",
                        "gpt4_1106_preview",
                        "mistralai/Mixtral-8x7B-Instruct-v0.1",
                        "Mixtral-8x7B-Instruct-v0.1"),
                SameModels.match(
                        List.of("gpt-4-1106-preview", "mistralai/Mixtral-8x7B-Instruct-v0.1"),
                        List.of("Mixtral-8x7B-Instruct-v0.1", "gpt4", "gpt4_1106_preview"),
                        Map.of()));
    }

    @Test
    void whatTheUserSaysOutranksTheName() {
        assertEquals(
                Map.of("a", "A concise"),
                SameModels.match(List.of("a"), List.of("a", "A concise"), Map.of("a", "A concise")));
    }

    @Test
    void aModelThatWasNotTrainedOrTwiceIsNamed() {
        assertEquals(
                "--train-outcomes: must name each tested model once, was [] for a; --same-model says which is meant",
                assertThrows(BadInputException.class, () -> SameModels.match(List.of("a"), List.of("b"), Map.of()))
                        .getMessage());
        assertEquals(
                "--train-outcomes: must name each tested model once, was [x/a, A] for a; --same-model says which is meant",
                assertThrows(
                                BadInputException.class,
                                () -> SameModels.match(List.of("a"), List.of("x/a", "A"), Map.of()))
                        .getMessage());
    }
}
