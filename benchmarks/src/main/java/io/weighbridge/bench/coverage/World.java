package io.weighbridge.bench.coverage;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A kind of truth, a claim about it, and a way of making the claim that is known to be broken: the rule must pass the one and
 * catch the other.
 *
 * @param name as in results, in kebab case
 * @param claim what is promised of every simulated world
 * @param rule how often the promise may be broken
 * @param replications worlds in full
 * @param bounded worlds in the tests
 * @param method makes the claim as Weighbridge does
 * @param twinName what is broken in the twin
 * @param twin makes it in the broken way
 */
record World(
        String name,
        String claim,
        Rule rule,
        int replications,
        int bounded,
        Trial method,
        String twinName,
        Trial twin) {

    /** One simulated world; true if the claim made of it is wrong. Equal states of the generator give equal answers. */
    interface Trial {
        boolean isWrong(SplittableRandom random);
    }

    /** How often a trial is wrong in worlds of a seed; which worlds they are depends on the seed and this world's name alone. */
    int wrong(Trial trial, long seed, int worlds) {
        SplittableRandom seeds = new SplittableRandom(seed ^ ((long) name.hashCode() << 32));
        long[] each = seeds.longs(worlds).toArray();
        return (int) IntStream.range(0, worlds)
                .parallel()
                .filter(i -> trial.isWrong(new SplittableRandom(each[i])))
                .count();
    }
}
