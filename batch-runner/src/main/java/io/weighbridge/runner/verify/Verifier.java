package io.weighbridge.runner.verify;

import java.util.Optional;

/** One check of an answer. An answer is hostile text: it is compared and parsed, never run. Safe for use by many threads. */
interface Verifier {
    /** What is wrong with the answer, without its text; empty where it passes. */
    Optional<String> problem(Answer answer) throws InterruptedException;
}
