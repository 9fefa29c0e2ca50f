package io.weighbridge.samples.month;

/** One format of log files. */
sealed interface LogLines permits CanonicalLines, LiteLlmLines {
    /** What file names end with. */
    String fileSuffix();

    /** An attempt as one line without its line feed. */
    String line(Attempt attempt);
}
