package io.weighbridge.runner.spans;

import io.opentelemetry.sdk.trace.IdGenerator;
import io.weighbridge.tokenlog.Sha256;

/** Ids that follow from run, item and step, so that spans written again are the same. For one thread. */
final class DerivedIds implements IdGenerator {
    private static final int TRACE_DIGITS = 32;
    private static final int SPAN_DIGITS = 16;

    private String item = "";
    private int spans;

    /**
     * The next spans are those of an item.
     *
     * @param newItem run and custom_id
     */
    void begin(String newItem) {
        item = newItem;
        spans = 0;
    }

    @Override
    public String generateTraceId() {
        return Sha256.hex(item).substring(0, TRACE_DIGITS);
    }

    @Override
    public String generateSpanId() {
        spans++;
        return Sha256.hex(item + "/" + spans).substring(0, SPAN_DIGITS);
    }
}
