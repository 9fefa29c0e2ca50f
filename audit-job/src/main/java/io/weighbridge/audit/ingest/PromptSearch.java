package io.weighbridge.audit.ingest;

import io.weighbridge.cli.BoundedSearch;
import java.util.regex.Pattern;

/** Looks for the phrase of a task rule in a prompt. A search that gives up has found nothing. */
final class PromptSearch {
    /** Characters of a text that are searched: task rules look for phrases of templates, which come first. */
    static final int LONGEST_TEXT = 16_384;

    /** About 10 ms. */
    private static final int MOST_STEPS = 2_000_000;

    private PromptSearch() {}

    static boolean find(Pattern pattern, String text) {
        String beginning = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return BoundedSearch.find(pattern, beginning, MOST_STEPS) == BoundedSearch.FOUND;
    }
}
