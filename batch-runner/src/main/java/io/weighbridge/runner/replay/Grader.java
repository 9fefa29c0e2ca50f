package io.weighbridge.runner.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Exact checks of an answer. An answer is hostile text: it is compared and parsed, never run. */
public enum Grader {
    /** The answer is the reference, but for white space around it. */
    EXACT(true) {
        @Override
        public boolean passes(String answer, String reference) {
            return answer.strip().equals(reference.strip());
        }
    },
    /** The last number in the answer is the reference; 1,200 is 1200.0. */
    NUMBER(true) {
        @Override
        public boolean passes(String answer, String reference) {
            BigDecimal given = lastNumber(answer);
            BigDecimal right = lastNumber(reference);
            return given != null && right != null && given.compareTo(right) == 0;
        }
    },
    /** The answer is one JSON value. */
    JSON(false) {
        @Override
        public boolean passes(String answer, String reference) {
            try {
                return !MAPPER.readTree(answer).isMissingNode();
            } catch (JsonProcessingException e) {
                return false;
            }
        }
    };

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** At most 30 digits on either side of the point, without an exponent. */
    private static final Pattern NUMBER_IN_TEXT = Pattern.compile("-?\\d{1,30}(?:,\\d{3}){0,9}(?:\\.\\d{1,30})?");

    private final boolean needsReference;

    Grader(boolean needsReference) {
        this.needsReference = needsReference;
    }

    /** Whether it compares with a reference. */
    public boolean needsReference() {
        return needsReference;
    }

    public abstract boolean passes(String answer, String reference);

    private static @Nullable BigDecimal lastNumber(String text) {
        String last = null;
        for (Matcher numbers = NUMBER_IN_TEXT.matcher(text); numbers.find(); ) {
            last = numbers.group();
        }
        return last == null ? null : new BigDecimal(last.replace(",", ""));
    }
}
