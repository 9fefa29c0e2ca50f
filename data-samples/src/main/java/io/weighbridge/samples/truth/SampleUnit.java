package io.weighbridge.samples.truth;

/**
 * One piece of work: a prompt and what the truth needs to know about it.
 *
 * @param row the row whose reference number stands in the prompt; exact repeats share it
 * @param hiddenRow the row whose hidden difficulty holds; near repeats share it
 * @param system the instruction
 * @param user the request; contains the reference number
 * @param difficulty visible difficulty: mean 0, standard deviation 1 within the task
 */
public record SampleUnit(long row, long hiddenRow, SampleTask task, String system, String user, double difficulty) {

    /** The text of both messages, as features see it. */
    public String prompt() {
        return system + "\n" + user;
    }
}
