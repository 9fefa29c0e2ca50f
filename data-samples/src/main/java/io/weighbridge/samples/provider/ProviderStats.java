package io.weighbridge.samples.provider;

import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Usage;
import io.weighbridge.tokenlog.Usd;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the provider did so far. A paid call is counted once however often its answer was sent. */
final class ProviderStats {
    private final Map<SimulatedModel, Bill> bills = new EnumMap<>(SimulatedModel.class);
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long requests;
    private long repeatedAnswers;

    synchronized void requested() {
        requests++;
    }

    synchronized void paid(Completion completion) {
        paid(completion, completion.model().cost(completion.usage()));
    }

    /** A call of a batch, at half its price. */
    synchronized void paidInBatch(Completion completion) {
        Usd full = completion.model().cost(completion.usage());
        paid(completion, new Usd(full.picodollars() / 2));
    }

    private void paid(Completion completion, Usd cost) {
        Usage usage = completion.usage();
        Bill more = new Bill(1, usage.inputTokens(), usage.outputTokens(), cost);
        bills.merge(completion.model(), more, Bill::plus);
    }

    synchronized void repeated() {
        repeatedAnswers++;
    }

    synchronized void failed(Fault fault) {
        if (fault != Fault.NONE) {
            faults.merge(fault, 1L, Long::sum);
        }
    }

    /** A copy of the numbers, as GET /stats shows them. */
    synchronized Snapshot snapshot() {
        Map<String, Bill> byModel = new LinkedHashMap<>();
        Bill total = Bill.NOTHING;
        for (Map.Entry<SimulatedModel, Bill> bill : bills.entrySet()) {
            byModel.put(bill.getKey().label(), bill.getValue());
            total = total.plus(bill.getValue());
        }
        Map<String, Long> byFault = new LinkedHashMap<>();
        faults.forEach((fault, count) -> byFault.put(fault.name().toLowerCase(Locale.ROOT), count));
        return new Snapshot(requests, total.calls(), repeatedAnswers, total.cost(), byModel, byFault);
    }

    /** What one model was paid for. */
    record Bill(long calls, long inputTokens, long outputTokens, Usd cost) {
        static final Bill NOTHING = new Bill(0, 0, 0, Usd.ZERO);

        Bill plus(Bill other) {
            return new Bill(
                    calls + other.calls,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    cost.plus(other.cost));
        }
    }

    /**
     * The numbers at one moment.
     *
     * @param requests all chat requests, failed ones too
     * @param paidCalls answers that were generated and charged
     * @param repeatedAnswers requests whose idempotency key had been answered before
     */
    record Snapshot(
            long requests,
            long paidCalls,
            long repeatedAnswers,
            Usd cost,
            Map<String, Bill> byModel,
            Map<String, Long> faults) {}
}
