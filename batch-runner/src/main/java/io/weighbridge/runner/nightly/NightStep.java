package io.weighbridge.runner.nightly;

import java.util.Locale;

/** The steps of a night, in their order. */
enum NightStep {
    INGEST,
    AUDIT,
    CERTIFY,
    TRAIN,
    RUN,
    INGEST_RUN,
    REPORT;

    /** As files spell it, in the order of the night: {@code 2-audit}. */
    String label() {
        return ordinal() + 1 + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
