package io.weighbridge.samples.provider;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usage;

/** What the simulated models answer: by the truth for prompts of the samples, by a hash for all others. */
final class SimulatedAnswers {
    private static final int LONGEST_ANSWER_TO_STRANGERS = 120;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;
    private final Contents contents;
    private final TruthModel truth;
    private final AnswerText text;

    SimulatedAnswers(long seed, World world) {
        this.seed = seed;
        this.contents = new Contents(seed);
        this.truth = new TruthModel(seed, world);
        this.text = new AnswerText(seed);
    }

    /** The answer, always the same to the same request. */
    Completion answer(ChatRequest request) {
        return contents.find(request.user()).map(unit -> toUnit(request, unit)).orElseGet(() -> toStranger(request));
    }

    private Completion toUnit(ChatRequest request, SampleUnit unit) {
        Usage full = truth.usage(unit, request.model());
        String words = text.toUnit(unit, request.model(), truth.isRight(unit, request.model()), full.outputTokens());
        return limited(request, full, words);
    }

    private Completion toStranger(ChatRequest request) {
        long hash = hash(request.prompt());
        long output = 1 + RowRandom.of(seed, Purpose.OUTPUT_LENGTH, hash).below(LONGEST_ANSWER_TO_STRANGERS);
        long input = TruthModel.inputTokens(request.prompt(), request.messages(), request.model());
        return limited(request, Usage.of(input, output), text.toStranger(hash, output));
    }

    private static Completion limited(ChatRequest request, Usage full, String words) {
        long output = Math.min(full.outputTokens(), request.maxTokens());
        if (output == full.outputTokens()) {
            return new Completion(request.model(), words, full, "stop");
        }
        String cut = words.substring(0, (int) (words.length() * output / full.outputTokens()));
        return new Completion(request.model(), cut, Usage.of(full.inputTokens(), output), "length");
    }

    /** FNV-1a over UTF-16 units. */
    static long hash(String prompt) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < prompt.length(); i++) {
            hash = (hash ^ prompt.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
