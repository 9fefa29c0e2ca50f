package io.weighbridge.trainer.data;

import io.weighbridge.cli.BadInputException;

/** The one way a value of a file is refused: file and line, field, rule, value. */
final class Rejected {
    private static final int LONGEST_VALUE = 80;

    private Rejected() {}

    /** @param value shortened; never text of a prompt or an answer */
    static BadInputException at(Object file, long line, String field, String rule, String value) {
        String shown = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
        return new BadInputException(file + ":" + line + ": " + field + ": " + rule + ", was " + shown);
    }
}
