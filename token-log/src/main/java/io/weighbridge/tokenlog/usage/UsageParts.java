package io.weighbridge.tokenlog.usage;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Usage;
import org.jspecify.annotations.Nullable;

/** The counts of one usage while a reader gathers them; input includes cached tokens, output includes reasoning. */
final class UsageParts {
    private final long input;
    private final long output;
    private long cacheRead;
    private long cacheWrite5m;
    private long cacheWrite1h;
    private long reasoning;
    private long audioInput;
    private @Nullable Long cachedAudioInput;
    private long audioOutput;
    private long webSearches;

    UsageParts(long input, long output) {
        this.input = input;
        this.output = output;
    }

    UsageParts cacheRead(long tokens) {
        cacheRead = tokens;
        return this;
    }

    /**
     * What was written to the cache; tokens whose lifetime is not told have the ordinary one of five minutes.
     *
     * @param field name of the count of those that live an hour, for messages
     */
    UsageParts cacheWrites(long all, long living1h, String field) {
        if (living1h > all) {
            throw new InvalidRecordException(
                    field, "must not exceed the tokens written to the cache", living1h + " > " + all);
        }
        cacheWrite5m = all - living1h;
        cacheWrite1h = living1h;
        return this;
    }

    UsageParts reasoning(long tokens) {
        reasoning = tokens;
        return this;
    }

    /** @param cachedInput null where the source does not say how much of the sound was cached */
    UsageParts audio(long allInput, @Nullable Long cachedInput, long allOutput) {
        audioInput = allInput;
        cachedAudioInput = cachedInput;
        audioOutput = allOutput;
        return this;
    }

    UsageParts webSearches(long count) {
        webSearches = count;
        return this;
    }

    Usage build() {
        long uncached = input - cacheRead - cacheWrite5m - cacheWrite1h;
        // Sound that is more than the uncached input must have been cached, told or not.
        long cachedSound =
                cachedAudioInput == null ? Math.max(0, audioInput - Math.max(0, uncached)) : cachedAudioInput;
        return new Usage(
                input,
                cacheRead,
                cacheWrite5m,
                cacheWrite1h,
                output,
                reasoning,
                audioInput,
                cachedSound,
                audioOutput,
                webSearches);
    }
}
