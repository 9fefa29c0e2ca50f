package io.weighbridge.samples.provider;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;

/**
 * Words of an answer. They only fill its length; what counts is the last line, "Result: NNNN": four digits that are the
 * right ones for the unit or not. A checker that knows the right ones grades answers exactly.
 */
final class AnswerText {
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int CODES = 10_000;
    private static final String[] WORDS = {
        "the",
        "customer",
        "account",
        "charge",
        "line",
        "period",
        "request",
        "shows",
        "because",
        "after",
        "plan",
        "changed",
        "reported",
        "confirmed",
        "service",
        "invoice",
        "router",
        "signal",
        "before",
        "visit",
        "was",
        "booked",
        "remains",
        "open",
        "with",
        "amount",
        "listed",
        "under",
        "section",
        "and",
        "team",
        "checked",
        "region",
        "normal",
        "again",
        "since",
        "restart",
        "note",
        "follows",
        "from",
        "record",
        "contract",
        "applies"
    };

    private final long seed;

    AnswerText(long seed) {
        this.seed = seed;
    }

    /** The four digits that answer a unit rightly. */
    String rightCode(long row) {
        return code(RowRandom.of(seed, Purpose.ANSWER_TEXT, row).below(CODES));
    }

    /** An answer to a unit, of about as many characters as its tokens take. */
    String toUnit(SampleUnit unit, SimulatedModel model, boolean right, long outputTokens) {
        RowRandom random = RowRandom.of(~seed, Purpose.ANSWER_TEXT, unit.row() * 4 + model.ordinal());
        String rightCode = rightCode(unit.row());
        // Any of the other codes, each as likely.
        long wrong = (Long.parseLong(rightCode) + 1 + random.below(CODES - 1)) % CODES;
        return write(random, right ? rightCode : code(wrong), outputTokens);
    }

    /** An answer to a text that is not of the samples. */
    String toStranger(long hash, long outputTokens) {
        RowRandom random = RowRandom.of(seed, Purpose.ANSWER_TEXT, hash);
        return write(random, code(random.below(CODES)), outputTokens);
    }

    private static String write(RowRandom random, String code, long outputTokens) {
        String result = "Result: " + code;
        long length = outputTokens * CHARACTERS_PER_TOKEN - result.length();
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[(int) random.below(WORDS.length)]).append(random.below(12) == 0 ? ".\n" : " ");
        }
        return text.append(result).toString();
    }

    private static String code(long number) {
        String digits = Long.toString(number);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
