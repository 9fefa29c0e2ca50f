package io.weighbridge.cli;

/** What a process says to whoever started it when it ends. */
public enum ExitStatus {
    DONE(0),
    JOB_FAILED(1),
    BAD_INPUT(2),
    /** Work is left that the budget does not allow; a larger one, or another day, finishes it. */
    BUDGET_EXHAUSTED(3),
    /** Work is left because somebody asked to stop. */
    CANCELLED(4),
    /** The same command may end well later: a provider is down, or another process is at it. */
    TRY_LATER(5);

    private final int number;

    ExitStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The one of a child process; of a child that was killed, {@link #JOB_FAILED}. */
    public static ExitStatus of(int number) {
        for (ExitStatus status : values()) {
            if (status.number == number) {
                return status;
            }
        }
        return JOB_FAILED;
    }
}
