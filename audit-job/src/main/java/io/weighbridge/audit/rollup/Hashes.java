package io.weighbridge.audit.rollup;

import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/** Hashes of texts, and of numbers that are spread badly. */
final class Hashes {
    static final long ONE_SEED = 0x9E3779B97F4A7C15L;
    static final long OTHER_SEED = 0xC2B2AE3D27D4EB4FL;

    private Hashes() {}

    static long of(UTF8String text, long seed) {
        return XXH64.hashUnsafeBytes(text.getBaseObject(), text.getBaseOffset(), text.numBytes(), seed);
    }

    /** Different for different numbers. */
    static long mixed(long key) {
        long mixed = key * ONE_SEED;
        mixed = (mixed ^ (mixed >>> 32)) * OTHER_SEED;
        return mixed ^ (mixed >>> 29);
    }
}
