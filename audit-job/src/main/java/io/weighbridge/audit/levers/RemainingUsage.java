package io.weighbridge.audit.levers;

import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.tokenlog.Usage;

/**
 * The tokens of a group's remaining calls as one usage, to be priced at once: all divided by one number where they are too many for
 * that.
 */
final class RemainingUsage {
    /** Tokens that are priced together; a share does not need more. */
    private static final long ENOUGH = 100_000_000L;

    private final GroupTotals totals;
    private final long divisor;

    RemainingUsage(GroupTotals totals) {
        this.totals = totals;
        long most = Math.max(totals.sum(Measure.REMAINING_INPUT_TOKENS), totals.sum(Measure.REMAINING_OUTPUT_TOKENS));
        this.divisor = Math.max(1, Math.ceilDiv(most, ENOUGH));
    }

    /** Tokens of a mean call. */
    long meanInput() {
        return totals.sum(Measure.REMAINING_INPUT_TOKENS) / Math.max(1, totals.sum(Measure.REMAINING_METERED_CALLS));
    }

    Usage asItWas() {
        return with(0, 0, 0);
    }

    /** With prefixes read from the provider's cache that nobody pays for to fill. */
    Usage withPrefixesRead() {
        return with(part(Measure.REMAINING_PREFIX_TOKENS), 0, 0);
    }

    /** With prefixes read from the provider's cache, and written to one that lives five minutes or an hour. */
    Usage withPrefixesReadAndWritten(boolean forAnHour) {
        long written = part(Measure.REMAINING_PREFIX_WRITE_TOKENS);
        return with(part(Measure.REMAINING_PREFIX_TOKENS), forAnHour ? 0 : written, forAnHour ? written : 0);
    }

    private Usage with(long read, long written5m, long written1h) {
        long input = part(Measure.REMAINING_INPUT_TOKENS);
        long cacheRead = part(Measure.REMAINING_CACHE_READ_TOKENS);
        long write5m = part(Measure.REMAINING_CACHE_WRITE_5M_TOKENS);
        long write1h = part(Measure.REMAINING_CACHE_WRITE_1H_TOKENS);
        long cachedAudio = part(Measure.REMAINING_CACHED_AUDIO_INPUT_TOKENS);
        long uncached = input - cacheRead - write5m - write1h;
        long audio = Math.min(part(Measure.REMAINING_AUDIO_INPUT_TOKENS), uncached + cachedAudio); // rounded apart
        long text = uncached - (audio - cachedAudio);
        long moreRead = Math.min(read, text);
        long moreWritten = text - moreRead;
        return new Usage(
                input,
                cacheRead + moreRead,
                write5m + Math.min(written5m, moreWritten),
                write1h + Math.min(written1h, moreWritten),
                part(Measure.REMAINING_OUTPUT_TOKENS),
                part(Measure.REMAINING_REASONING_TOKENS),
                audio,
                cachedAudio,
                part(Measure.REMAINING_AUDIO_OUTPUT_TOKENS),
                0);
    }

    private long part(Measure measure) {
        return totals.sum(measure) / divisor;
    }
}
