package io.weighbridge.samples.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.month.SampleCallId;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.samples.truth.World;
import org.junit.jupiter.api.Test;

class AnswerKeyTest {
    private static final long SEED = 7;

    @Test
    void anAnswerEndsWithTheKeyIfAndOnlyIfItIsRight() {
        AnswerKey key = new AnswerKey(SEED);
        Contents contents = new Contents(SEED);
        TruthModel truth = new TruthModel(SEED, World.MIXED);
        SimulatedAnswers answers = new SimulatedAnswers(SEED, World.MIXED, false);
        for (long row = 0; row < 2_000; row++) {
            SampleUnit unit = contents.unit(row);
            for (SimulatedModel model : SimulatedModel.values()) {
                Completion answer = answers.answer(
                        new ChatRequest(Operation.CHAT, model, unit.prompt(), unit.prompt(), 1, Long.MAX_VALUE));

                assertEquals(
                        truth.isRight(unit, model),
                        answer.text().endsWith(" " + key.of(SampleCallId.of(row))),
                        answer.text());
            }
        }
    }
}
