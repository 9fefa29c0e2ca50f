package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SimulatedModel;

/**
 * How a logged call went: nearly always the incumbent, at once.
 *
 * @param model that was asked
 * @param failedAttempts before the answer, or in all where none came
 * @param error class of the failures
 */
record Serving(SimulatedModel model, int failedAttempts, boolean answered, String error) {
    private static final double OTHER_MODEL_SHARE = 0.10;
    private static final double FAILURE_SHARE = 0.012;
    private static final double GIVEN_UP_SHARE = 0.15;
    private static final String[] ERRORS = {"RateLimitError", "Timeout", "InternalServerError"};

    static Serving of(long seed, long row) {
        RowRandom random = RowRandom.of(seed, Purpose.SERVING, row);
        boolean other = random.uniform() < OTHER_MODEL_SHARE;
        // Two of three such calls were trials of the medium model, the others of the small one.
        SimulatedModel trial = random.below(3) < 2 ? SimulatedModel.MEDIUM : SimulatedModel.SMALL;
        boolean failed = random.uniform() < FAILURE_SHARE;
        boolean givenUp = failed && random.uniform() < GIVEN_UP_SHARE;
        String error = ERRORS[(int) random.below(ERRORS.length)];
        return new Serving(other ? trial : SimulatedModel.INCUMBENT, failed ? 1 : 0, !givenUp, error);
    }

    /** Whether the incumbent answered; only such calls are in the replay's frames. */
    boolean isIncumbents() {
        return answered && model == SimulatedModel.INCUMBENT;
    }
}
