package io.weighbridge.bench.replay;

import io.weighbridge.evidence.BettingInference;
import io.weighbridge.evidence.FamilyVerdicts;
import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.Interval;
import io.weighbridge.evidence.NightlyReplay;
import io.weighbridge.evidence.ReplayDesign;
import io.weighbridge.evidence.ReplaysNeeded;
import io.weighbridge.evidence.Verdict;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Verdicts on a family of frames from what a capped replay reveals, beside the truth. */
final class VerdictsByReplay {
    private static final double CONFIDENCE = 0.95;
    private static final int NIGHTS = 6;
    private static final double CLEAR_GAP = 0.03;
    private static final double MOST_OF_A_FRAME = 0.99;
    private static final int DRAWS_PER_NEEDED = 2;

    private final List<Population> family;
    private final double tolerance;
    private final double budgetShare;

    /** @param budgetShare of what replaying every call would cost */
    VerdictsByReplay(List<Population> family, double tolerance, double budgetShare) {
        this.family = family;
        this.tolerance = tolerance;
        this.budgetShare = budgetShare;
    }

    /**
     * @param anyWrong whether any verdict was wrong
     * @param clear pairs more than three points off the tolerance
     * @param clearDecided those of them with a verdict
     */
    record Night(boolean anyWrong, int decided, int clear, int clearDecided) {}

    Night judge(SplittableRandom random) {
        return night(population -> pValues(population, random));
    }

    /** The same by one look of a designer who knew all spreads before. */
    Night judgeClairvoyantly(SplittableRandom random) {
        return night(population -> ClairvoyantDesign.of(population).look(drawsPaid(population), tolerance, random));
    }

    /** The same where each clear pair gets the draws that it is said to need, whatever they cost. */
    Night judgeWithStatedNeed(SplittableRandom random) {
        return night(population -> statedNeed(population, random));
    }

    /** Draws with replacement that cost the budget, in money: a call drawn again is free. */
    private double drawsPaid(Population population) {
        double everything = Arrays.stream(population.costs()).sum();
        return -Math.log1p(-Math.min(budgetShare, MOST_OF_A_FRAME)) * everything;
    }

    private Night night(Function<Population, PValues> look) {
        List<Verdict> verdicts = FamilyVerdicts.of(family.stream().map(look).toList(), CONFIDENCE);
        boolean anyWrong = false;
        int clear = 0;
        int clearDecided = 0;
        int decided = 0;
        for (int pair = 0; pair < verdicts.size(); pair++) {
            double gap = family.get(pair).meanDifference() + tolerance;
            Verdict verdict = verdicts.get(pair);
            anyWrong |= verdict == Verdict.SMALLER_SUFFICES && gap <= 0;
            anyWrong |= verdict == Verdict.FRONTIER_NEEDED && gap >= 0;
            boolean isClear = Math.abs(gap) > CLEAR_GAP;
            clear += isClear ? 1 : 0;
            clearDecided += isClear && verdict != Verdict.UNDECIDED ? 1 : 0;
            decided += verdict != Verdict.UNDECIDED ? 1 : 0;
        }
        return new Night(anyWrong, decided, clear, clearDecided);
    }

    private PValues pValues(Population population, SplittableRandom random) {
        double cap = budgetShare * Arrays.stream(population.expectedCosts()).sum() / NIGHTS;
        return pValues(population, cap, population.calls(), random);
    }

    /** @param most draws a night */
    private PValues pValues(Population population, double cap, int most, SplittableRandom random) {
        NightlyReplay replay =
                NightlyReplay.of(population.incumbent(), population.strata(), population.expectedCosts());
        BitSet paid = new BitSet();
        for (int night = 0; night < NIGHTS; night++) {
            NightlyReplay.Night tonight = replay.next();
            int[] draws = tonight.design().drawsWithin(cap, population.expectedCosts(), most, paid, random);
            if (draws.length > 0) {
                replay.add(tonight, draws, population.differences(draws), population.costs(draws));
            }
        }
        BettingInference sequence = replay.evidence().anytime();
        return new PValues(sequence.pValueMeanAtMost(-tolerance), sequence.pValueMeanAtLeast(-tolerance));
    }

    /** Twice the draws that deciding the pair is said to need, which is what a replay plan asks for; none where the gap is small. */
    private PValues statedNeed(Population population, SplittableRandom random) {
        double difference = population.meanDifference();
        if (Math.abs(difference + tolerance) <= CLEAR_GAP) {
            return PValues.NO_DATA;
        }
        double deviation = Math.sqrt(IntStream.range(0, population.calls())
                .mapToDouble(call -> StrictMath.pow(population.difference(call) - difference, 2))
                .average()
                .orElseThrow());
        long needed = ReplaysNeeded.toDecide(
                        new Interval(difference, difference),
                        deviation,
                        ReplayDesign.INCREMENTS,
                        tolerance,
                        family.size(),
                        CONFIDENCE,
                        0)
                .atLeast();
        return pValues(
                population, Double.POSITIVE_INFINITY, (int) Math.ceilDiv(DRAWS_PER_NEEDED * needed, NIGHTS), random);
    }

    /** One population for each task that has enough calls. */
    static List<Population> byTask(PairedSet set, String incumbent, String candidate, int fewestCalls) {
        return IntStream.range(0, set.tasks().size())
                .mapToObj(task -> Population.of(set, incumbent, candidate, unit -> set.taskOf()[unit] == task))
                .filter(population -> population.calls() >= fewestCalls)
                .toList();
    }
}
