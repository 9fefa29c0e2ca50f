package io.weighbridge.trainer.data;

/**
 * One prompt of a backtest.
 *
 * @param task the kind of work, {@link #UNNAMED_TASK} where the file names none
 * @param text what the model is asked; never printed, not even in an error
 */
public record Prompt(String id, String task, String text) {
    /** Task of prompts whose file names none, so that the per-task table becomes one row. */
    public static final String UNNAMED_TASK = "all";
}
