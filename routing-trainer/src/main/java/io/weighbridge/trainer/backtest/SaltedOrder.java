package io.weighbridge.trainer.backtest;

/** An order of groups that depends on nothing but a salt: the finaliser of SplitMix64 over salt and group. */
final class SaltedOrder {
    private SaltedOrder() {}

    static long key(long salt, long group) {
        long z = group * 0x9e3779b97f4a7c15L + salt;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
