package io.weighbridge.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an answer must pass. */
public sealed interface AnswerCheck {
    /** The answer is JSON that a schema allows. */
    record JsonSchema(Path file) implements AnswerCheck {}

    /** A regular expression is found in the answer. */
    record Matches(Pattern pattern) implements AnswerCheck {}

    /** The answer is the item's reference, but for white space around it. */
    record Exact(Path references) implements AnswerCheck {}

    /** The last number in the answer is the last in the item's reference. */
    record Number(Path references) implements AnswerCheck {}

    /**
     * A program that is given the answer on standard input ends with status 0.
     *
     * @param words the program and its arguments
     */
    record Command(List<String> words, Duration timeout) implements AnswerCheck {
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

        public Command {
            words = List.copyOf(words);
        }
    }

    /**
     * The model was sure: the geometric mean of its tokens' probabilities, which the reply must tell.
     *
     * @param least in (0, 1]
     */
    record MinConfidence(double least) implements AnswerCheck {}

    /**
     * Another model finds the answer right, whichever verdict it is offered first.
     *
     * @param criteria what a right answer is, in words; null where the request says it
     */
    record Judge(String model, @Nullable String criteria) implements AnswerCheck {}
}
