package io.weighbridge.runner.journal;

/** Is told what the journal has recorded. */
public interface JournalListener {
    /** Nobody listens. */
    JournalListener NOBODY = new JournalListener() {
        @Override
        public void ended(Attempt attempt) {}

        @Override
        public void finished(FinishedItem item) {}
    };

    /** An attempt has ended, or has taken an answer without a call; verification may yet change its verdict. */
    void ended(Attempt attempt);

    void finished(FinishedItem item);
}
