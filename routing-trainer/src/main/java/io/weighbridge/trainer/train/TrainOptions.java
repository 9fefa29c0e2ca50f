package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training run promises and how it draws.
 *
 * @param maxQualityLoss ε of the certificate in [0, 1)
 * @param confidence 1 − δ of the certificate in (0, 1)
 * @param seed salt of the split; whole numbers up to 2^53
 * @param taskMaxQualityLoss ε of tasks that have one of their own, each in [0, 1)
 * @param verifierCostUsd what one check of an answer costs, by task whose answers can be checked when they are served
 * @param certificateDays how long a certificate holds, 1 to 366
 * @param uncertified whether to export what looks good enough on the select part although it was not certified
 */
public record TrainOptions(
        double maxQualityLoss,
        double confidence,
        long seed,
        Map<String, Double> taskMaxQualityLoss,
        Map<String, Double> verifierCostUsd,
        int certificateDays,
        boolean uncertified) {
    private static final int USUAL_DAYS = 30;

    public TrainOptions {
        if (certificateDays < 1 || certificateDays > 366) {
            throw new BadInputException("--certificate-days: must be in [1, 366], was " + certificateDays);
        }
        requireTolerance("--max-quality-loss", maxQualityLoss);
        if (!(confidence > 0 && confidence < 1)) {
            throw new BadInputException("--confidence: must be in (0, 1), was " + confidence);
        }
        taskMaxQualityLoss = Collections.unmodifiableMap(new TreeMap<>(taskMaxQualityLoss));
        verifierCostUsd = Collections.unmodifiableMap(new TreeMap<>(verifierCostUsd));
        verifierCostUsd.forEach((task, cost) -> {
            if (!(cost >= 0 && Double.isFinite(cost))) {
                throw new BadInputException("--verifier " + task + ": must cost 0 USD or more, was " + cost);
            }
        });
        taskMaxQualityLoss.forEach((task, loss) -> requireTolerance("--task-max-quality-loss " + task, loss));
    }

    /** One tolerance for all tasks; nothing is exported uncertified. */
    public TrainOptions(double maxQualityLoss, double confidence, long seed) {
        this(maxQualityLoss, confidence, seed, Map.of(), false);
    }

    /** Without verifiers, for 30 days. */
    public TrainOptions(
            double maxQualityLoss,
            double confidence,
            long seed,
            Map<String, Double> taskMaxQualityLoss,
            boolean uncertified) {
        this(maxQualityLoss, confidence, seed, taskMaxQualityLoss, Map.of(), USUAL_DAYS, uncertified);
    }

    /** One point of quality, 95 % confidence, seed 0, 30 days. */
    public static TrainOptions defaults() {
        return new TrainOptions(0.01, 0.95, 0);
    }

    private static void requireTolerance(String option, double loss) {
        if (!(loss >= 0 && loss < 1)) {
            throw new BadInputException(option + ": must be in [0, 1), was " + loss);
        }
    }

    /** ε of a task. */
    double maxQualityLoss(String task) {
        return taskMaxQualityLoss.getOrDefault(task, maxQualityLoss);
    }
}
