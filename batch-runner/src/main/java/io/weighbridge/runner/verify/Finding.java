package io.weighbridge.runner.verify;

import io.weighbridge.runner.provider.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What verification makes of an answer.
 *
 * @param verdict answered where it passes, rejected where it fails, unverified where nobody can say
 * @param problem why it does not pass, without its text; null where it does
 */
public record Finding(Verdict verdict, @Nullable String problem) {
    static final Finding PASSES = new Finding(Verdict.ANSWERED, null);

    private static final int LONGEST_PROBLEM = 500;

    public Finding {
        if (problem != null && problem.length() > LONGEST_PROBLEM) {
            problem = problem.substring(0, LONGEST_PROBLEM);
        }
    }

    static Finding rejected(String problem) {
        return new Finding(Verdict.REJECTED, problem);
    }

    static Finding unverified(String problem) {
        return new Finding(Verdict.UNVERIFIED, problem);
    }

    public boolean passes() {
        return verdict == Verdict.ANSWERED;
    }
}
