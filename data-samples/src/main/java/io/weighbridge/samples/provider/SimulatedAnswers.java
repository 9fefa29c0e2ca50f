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
    private static final String WHICH = "\nWhich is true?\n";
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private final long seed;
    private final Contents contents;
    private final TruthModel truth;
    private final AnswerText text;

    private final boolean judges;

    /** @param judges whether the models judge answers where they are asked to */
    SimulatedAnswers(long seed, World world, boolean judges) {
        this.judges = judges;
        this.seed = seed;
        this.contents = new Contents(seed);
        this.truth = new TruthModel(seed, world);
        this.text = new AnswerText(seed);
    }

    /** The answer, always the same to the same request. */
    Completion answer(ChatRequest request) {
        if (request.operation() == Operation.EMBEDDINGS) {
            long input = TruthModel.inputTokens(request.prompt(), request.messages(), request.model());
            return new Completion(request.model(), "", Usage.of(input, 0), "stop");
        }
        if (judges && request.user().contains(WHICH)) {
            return judgement(request);
        }
        return contents.find(request.user()).map(unit -> toUnit(request, unit)).orElseGet(() -> toStranger(request));
    }

    /** The answer stands before the question and a line that ends it. Right is an answer whose last number is even: the letter that says so, wherever it stands. */
    private static Completion judgement(ChatRequest request) {
        String asked = request.user();
        int question = asked.lastIndexOf(WHICH);
        String before = asked.substring(0, asked.lastIndexOf('\n', question - 1));
        int digit = before.length() - 1;
        while (digit >= 0 && !Character.isDigit(before.charAt(digit))) {
            digit--;
        }
        boolean isRight = digit >= 0 && before.charAt(digit) % 2 == 0;
        boolean isAWrong = asked.startsWith(WHICH + "A: The answer is wrong", question);
        long input = TruthModel.inputTokens(request.prompt(), request.messages(), request.model());
        return limited(request, Usage.of(input, 1), isRight == isAWrong ? "B" : "A");
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
