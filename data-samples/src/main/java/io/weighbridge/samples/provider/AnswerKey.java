package io.weighbridge.samples.provider;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.month.SampleCallId;

/**
 * The right answers to the sample prompts: what a company's people would write down for the calls that they have replayed, so that
 * answers can be graded by comparison.
 */
public final class AnswerKey {
    private final Contents contents;
    private final AnswerText text;

    public AnswerKey(long seed) {
        this.contents = new Contents(seed);
        this.text = new AnswerText(seed);
    }

    /** The four digits that an answer to a call must end with to be right. */
    public String of(String callId) {
        return text.rightCode(contents.unit(SampleCallId.row(callId)).row());
    }
}
