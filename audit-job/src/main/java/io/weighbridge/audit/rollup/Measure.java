package io.weighbridge.audit.rollup;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is added up over the calls of a group, in whole numbers: sums of several days are sums of their sums.
 *
 * <p>{@link #FAILED_CALLS} to {@link #TEMPLATE_PICODOLLARS} are what {@link RequestPass} and then {@link PromptPass} find; what is left
 * of a call after them is {@code REMAINING_…}.
 */
public enum Measure {
    CALLS,
    INPUT_TOKENS("input_tokens"),
    OUTPUT_TOKENS("output_tokens"),
    BILLED_PICODOLLARS("billed_picodollars"),
    COMPUTED_PICODOLLARS("computed_picodollars"),
    SPEND_PICODOLLARS("spend_picodollars"),
    SPEND_LOW_PICODOLLARS("spend_low_picodollars"),
    SPEND_HIGH_PICODOLLARS("spend_high_picodollars"),
    /** Calls whose cost nothing bounds. */
    UNBOUNDED_CALLS,
    /** Calls with usage and no cost. */
    UNPRICED_CALLS,
    /** Calls with neither usage nor cost. */
    USAGE_MISSING_CALLS,
    ESTIMATED_CALLS,
    /** Calls that were not answered, and further attempts at such calls, paid or not. */
    TROUBLED_CALLS,
    /** Calls with a count of tokens. */
    METERED_CALLS,
    FAILED_CALLS,
    FAILED_PICODOLLARS,
    REPEATED_CALLS,
    REPEATED_PICODOLLARS,
    NEAR_CALLS,
    NEAR_PICODOLLARS,
    TEMPLATE_CALLS,
    TEMPLATE_PICODOLLARS,
    /** Of known cost, as all of {@code REMAINING_…}. */
    REMAINING_CALLS,
    REMAINING_PICODOLLARS,
    /** With a count of tokens. */
    REMAINING_METERED_CALLS,
    REMAINING_INPUT_TOKENS("input_tokens"),
    REMAINING_CACHE_READ_TOKENS("cache_read_tokens"),
    REMAINING_CACHE_WRITE_5M_TOKENS("cache_write_5m_tokens"),
    REMAINING_CACHE_WRITE_1H_TOKENS("cache_write_1h_tokens"),
    REMAINING_OUTPUT_TOKENS("output_tokens"),
    REMAINING_REASONING_TOKENS("reasoning_tokens"),
    REMAINING_AUDIO_INPUT_TOKENS("audio_input_tokens"),
    REMAINING_CACHED_AUDIO_INPUT_TOKENS("cached_audio_input_tokens"),
    REMAINING_AUDIO_OUTPUT_TOKENS("audio_output_tokens"),
    REMAINING_WEB_SEARCHES("web_searches"),
    /** Metered calls of which a provider's cache would have served more than it did. */
    REMAINING_PREFIX_CALLS,
    /** Input tokens that it would have served besides those it did, as {@link PrefixPass} finds. */
    REMAINING_PREFIX_TOKENS,
    /** Input tokens that would have been written for them. */
    REMAINING_PREFIX_WRITE_TOKENS;

    /** Sums of a column over all calls of a group. */
    static final List<Measure> OF_ALL = List.of(
            INPUT_TOKENS,
            OUTPUT_TOKENS,
            BILLED_PICODOLLARS,
            COMPUTED_PICODOLLARS,
            SPEND_PICODOLLARS,
            SPEND_LOW_PICODOLLARS,
            SPEND_HIGH_PICODOLLARS);

    /** Sums of a column over the calls that remain and have usage and a known cost. */
    static final List<Measure> OF_REMAINING = List.of(
            REMAINING_INPUT_TOKENS,
            REMAINING_CACHE_READ_TOKENS,
            REMAINING_CACHE_WRITE_5M_TOKENS,
            REMAINING_CACHE_WRITE_1H_TOKENS,
            REMAINING_OUTPUT_TOKENS,
            REMAINING_REASONING_TOKENS,
            REMAINING_AUDIO_INPUT_TOKENS,
            REMAINING_CACHED_AUDIO_INPUT_TOKENS,
            REMAINING_AUDIO_OUTPUT_TOKENS,
            REMAINING_WEB_SEARCHES);

    private final @Nullable String summed;

    Measure() {
        this.summed = null;
    }

    Measure(String summed) {
        this.summed = summed;
    }

    /** The column of calls that it sums; its unknown values count as nothing. */
    String summed() {
        if (summed == null) {
            throw new IllegalStateException(this + " is no sum of a column");
        }
        return summed;
    }

    /** As a column of a table. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
