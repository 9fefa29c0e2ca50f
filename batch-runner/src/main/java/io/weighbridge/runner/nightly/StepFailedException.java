package io.weighbridge.runner.nightly;

import io.weighbridge.cli.StepRecord;
import java.io.Serial;

/** A step did not come to its end: the night has not either. */
final class StepFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient StepRecord step;

    StepFailedException(StepRecord step) {
        super(step.message());
        this.step = step;
    }

    StepRecord step() {
        return step;
    }
}
