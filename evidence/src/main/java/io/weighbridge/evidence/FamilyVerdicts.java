package io.weighbridge.evidence;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Verdicts on all (task, candidate) pairs of one window together: the probability that any of them is wrong is at most α.
 *
 * <p>Two families of nulls at tolerance ε, "Δ ≤ −ε" and "Δ ≥ −ε" for the mean difference Δ = candidate − incumbent, each
 * Holm at α/2 over all registered pairs. On anytime p-values the statement holds at every look at once. The list of
 * pairs must be fixed before their outcomes are seen.
 */
public final class FamilyVerdicts {
    private FamilyVerdicts() {}

    /**
     * The p-values of one pair; both 1 for a pair without data, which keeps its place in the family.
     *
     * @param losesMore of "Δ ≤ −ε": small when the candidate loses less than the tolerance
     * @param losesLess of "Δ ≥ −ε": small when it loses more
     */
    public record PValues(double losesMore, double losesLess) {
        /** A registered pair of which nothing is known. */
        public static final PValues NO_DATA = new PValues(1, 1);

        public PValues {
            if (!(losesMore >= 0 && losesMore <= 1 && losesLess >= 0 && losesLess <= 1)) {
                throw new IllegalArgumentException(
                        "p-values: must be in [0, 1], were " + losesMore + " and " + losesLess);
            }
        }
    }

    /**
     * One verdict per pair, never {@link Verdict#UNKNOWN}, which is the caller's for pairs without data.
     *
     * @param confidence 1 − α
     */
    public static List<Verdict> of(List<PValues> family, double confidence) {
        double levelPerFamily = BettingInference.levelPerSide(confidence);
        boolean[] suffices =
                Holm.rejections(family.stream().mapToDouble(PValues::losesMore).toArray(), levelPerFamily);
        boolean[] needed =
                Holm.rejections(family.stream().mapToDouble(PValues::losesLess).toArray(), levelPerFamily);
        return IntStream.range(0, family.size())
                .mapToObj(pair -> verdict(suffices[pair], needed[pair]))
                .toList();
    }

    /** Both rejected means that one rejection is wrong, and nobody knows which. */
    private static Verdict verdict(boolean suffices, boolean needed) {
        if (suffices == needed) {
            return Verdict.UNDECIDED;
        }
        return suffices ? Verdict.SMALLER_SUFFICES : Verdict.FRONTIER_NEEDED;
    }
}
