package io.weighbridge.runner.results;

import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptEnding;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.tokenlog.Usd;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what is handed over. */
final class Tally {
    private final Map<ItemOutcome, Long> outcomes = new EnumMap<>(ItemOutcome.class);
    private final Map<String, Long> itemsByModel = new TreeMap<>();
    private final Map<String, Usd> costByModel = new TreeMap<>();
    private Usd unresolved = Usd.ZERO;
    private long calls;
    private long rejected;

    void reject() {
        rejected++;
    }

    void item(JournaledItem item, List<Attempt> attempts) {
        String model = item.routed().model();
        outcomes.merge(item.outcome(), 1L, Long::sum);
        itemsByModel.merge(model, 1L, Long::sum);
        for (Attempt attempt : attempts) {
            calls++;
            AttemptEnding ending = attempt.ending();
            Usd cost = ending == null ? null : ending.cost();
            if (cost == null) {
                unresolved = unresolved.plus(ending == null ? attempt.worstCase() : ending.charge());
            } else {
                costByModel.merge(model, cost, Usd::plus);
            }
        }
    }

    /** @param items lines of the workload, counted apart from what was handed over */
    RunSummary summary(
            String runId,
            long items,
            @Nullable Usd budget,
            List<SubmissionJournal.Record> submissions,
            double seconds) {
        List<RunSummary.ModelShare> shares = new ArrayList<>();
        Usd cost = Usd.ZERO;
        for (Map.Entry<String, Long> model : itemsByModel.entrySet()) {
            Usd ofModel = costByModel.getOrDefault(model.getKey(), Usd.ZERO);
            shares.add(new RunSummary.ModelShare(model.getKey(), model.getValue(), ofModel));
            cost = cost.plus(ofModel);
        }
        return new RunSummary(
                runId,
                items,
                count(ItemOutcome.SUCCEEDED),
                rejected,
                count(ItemOutcome.NEEDS_HUMAN),
                count(ItemOutcome.NOT_STARTED),
                cost,
                unresolved,
                budget,
                calls,
                shares,
                submissions.stream().map(Tally::share).toList(),
                seconds);
    }

    private static RunSummary.BatchShare share(SubmissionJournal.Record batch) {
        return new RunSummary.BatchShare(
                batch.submission().batchId(),
                batch.submission().provider(),
                batch.submission().model(),
                batch.submission().requests(),
                batch.end().duplicateLines(),
                batch.end().foreignLines(),
                batch.end().malformedLines(),
                batch.end().problem());
    }

    private long count(ItemOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
