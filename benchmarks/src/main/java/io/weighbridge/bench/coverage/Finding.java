package io.weighbridge.bench.coverage;

/**
 * What one seed's worlds of a kind have shown.
 *
 * @param wrong worlds of {@code worlds} in which the claim was wrong
 * @param twinWrong the same of the broken twin
 */
record Finding(World world, long seed, int worlds, int wrong, int twinWrong) {

    static Finding of(World world, long seed, boolean inFull) {
        int worlds = inFull ? world.replications() : world.bounded();
        return new Finding(
                world,
                seed,
                worlds,
                world.wrong(world.method(), seed, worlds),
                world.wrong(world.twin(), seed, worlds));
    }

    boolean holds() {
        return world.rule().accepts(wrong, worlds);
    }

    boolean catchesTheTwin() {
        return !world.rule().accepts(twinWrong, worlds);
    }

    /** Share of worlds in which the claim was wrong. */
    double wrongShare() {
        return wrong / (double) worlds;
    }

    /** The same of the broken twin. */
    double twinWrongShare() {
        return twinWrong / (double) worlds;
    }
}
