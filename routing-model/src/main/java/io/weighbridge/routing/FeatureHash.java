package io.weighbridge.routing;

/**
 * The 32-bit hash of features: FNV-1a over bytes, then the finaliser of MurmurHash3, which spreads every input bit over
 * the low bits that choose a bucket. 32 bits, so that JavaScript computes it natively (Math.imul).
 */
final class FeatureHash {
    static final int EMPTY = 0x811C9DC5;
    static final int FNV_PRIME = 0x01000193;
    private static final int PAIR = 0x9E3779B1;

    private FeatureHash() {}

    /** FNV-1a: the hash of a sequence of bytes extended by one byte. */
    static int extend(int hash, int unsignedByte) {
        return (hash ^ unsignedByte) * FNV_PRIME;
    }

    /** The hash extended by the UTF-8 bytes of a text. */
    static int extend(int hash, String text) {
        int extended = hash;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return extend(hash, Utf8.encode(text));
            }
            extended = extend(extended, text.charAt(i));
        }
        return extended;
    }

    private static int extend(int hash, byte[] bytes) {
        int extended = hash;
        for (byte b : bytes) {
            extended = extend(extended, b & 0xFF);
        }
        return extended;
    }

    /** The hash of an ordered pair of hashes. */
    static int pair(int first, int second) {
        return (first * PAIR) ^ second;
    }

    /** MurmurHash3's fmix32. */
    static int finish(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        h ^= h >>> 16;
        return h;
    }
}
