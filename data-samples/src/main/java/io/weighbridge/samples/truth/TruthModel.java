package io.weighbridge.samples.truth;

import io.weighbridge.tokenlog.Usage;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What every model would answer to every unit (potential outcomes).
 *
 * <p>Model k answers unit i of task t rightly when
 *
 * <pre>  a(k,t) − s(t)·d(i) − √(1−r)·h(i) − √r·n(i,k) &gt; 0</pre>
 *
 * with d the difficulty that the prompt shows, h a difficulty that nobody sees and all models share, n the model's own
 * luck, h and n standard normal, r the task's own-noise share. Given the prompt alone the chance is therefore exactly
 * Φ(a − s·d). All numbers are pure functions of (seed, row, model). Frozen: changing it changes every sample.
 */
public final class TruthModel {
    private static final ContinuousDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double CHARACTERS_PER_TOKEN = 4.2;
    private static final int TOKENS_PER_MESSAGE = 4;
    private static final double LENGTHENING_BY_DIFFICULTY = 0.06;
    private static final double OWN_LENGTH_SPREAD = 0.12;

    private final long seed;
    private final World world;
    private final double[][] ability;

    public TruthModel(long seed, World world) {
        this.seed = seed;
        this.world = world;
        this.ability = abilities(world);
    }

    /** Chance in (0, 1) that the model is right, given the prompt alone. */
    public double probability(SampleUnit unit, SimulatedModel model) {
        return NORMAL.cumulativeProbability(visibleScore(unit, model));
    }

    /** Whether the model answers this unit rightly. */
    public boolean isRight(SampleUnit unit, SimulatedModel model) {
        double ownShare = unit.task().ownNoiseShare(world);
        double hidden =
                RowRandom.of(seed, Purpose.HIDDEN_DIFFICULTY, unit.hiddenRow()).gaussian();
        double own = perModel(Purpose.ANSWER_NOISE, unit, model).gaussian();
        return visibleScore(unit, model) - Math.sqrt(1 - ownShare) * hidden - Math.sqrt(ownShare) * own > 0;
    }

    /** Tokens the model reads and writes for this unit; the output never exceeds the task's limit. */
    public Usage usage(SampleUnit unit, SimulatedModel model) {
        SampleTask task = unit.task();
        double shared =
                RowRandom.of(seed, Purpose.OUTPUT_LENGTH, unit.hiddenRow()).gaussian();
        double own = perModel(Purpose.OUTPUT_LENGTH, unit, model).gaussian();
        double length = task.medianOutputTokens()
                * model.verbosity()
                * StrictMath.exp(task.outputSpread() * shared
                        + OWN_LENGTH_SPREAD * own
                        + LENGTHENING_BY_DIFFICULTY * unit.difficulty());
        long output = Math.clamp(Math.round(length * model.tokensPerToken()), 1, task.maxTokens());
        return Usage.of(inputTokens(unit.prompt(), 2, model), output);
    }

    /** Tokens of a prompt: about one for 4.2 characters, and four for each message. */
    public static long inputTokens(String prompt, int messages, SimulatedModel model) {
        double incumbentTokens = prompt.length() / CHARACTERS_PER_TOKEN + (double) TOKENS_PER_MESSAGE * messages;
        return Math.max(1, Math.round(incumbentTokens * model.tokensPerToken()));
    }

    private double visibleScore(SampleUnit unit, SimulatedModel model) {
        SampleTask task = unit.task();
        return ability[task.ordinal()][model.ordinal()] - task.visibleSpread(world) * unit.difficulty();
    }

    private RowRandom perModel(Purpose purpose, SampleUnit unit, SimulatedModel model) {
        return RowRandom.of(~seed, purpose, unit.row() * SimulatedModel.values().length + model.ordinal());
    }

    private static double[][] abilities(World world) {
        SampleTask[] tasks = SampleTask.values();
        SimulatedModel[] models = SimulatedModel.values();
        double[][] ability = new double[tasks.length][models.length];
        for (SampleTask task : tasks) {
            for (SimulatedModel model : models) {
                ability[task.ordinal()][model.ordinal()] =
                        NORMAL.inverseCumulativeProbability(task.typicalAccuracy(world, model));
            }
        }
        return ability;
    }
}
