package io.weighbridge.runner.job;

import io.weighbridge.cli.Progress;
import io.weighbridge.runner.answer.Answerer;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStream;

/** Has items answered, many at once; what an earlier process left of an item goes with it. */
final class AnswerProcessor implements ItemProcessor<PendingItem, FinishedItem>, ItemStream {
    private final Answerer answerer;
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final LongFunction<Progress> showing;
    private final PendingItems reader;
    private final AtomicLong done = new AtomicLong();
    private Map<Long, List<Attempt>> left = Map.of();
    private Progress progress = Progress.silent();

    /** @param reader told of each item that is done with, also of one that failed */
    AnswerProcessor(
            Answerer answerer,
            ItemJournal items,
            AttemptJournal attempts,
            LongFunction<Progress> showing,
            PendingItems reader) {
        this.answerer = answerer;
        this.items = items;
        this.attempts = attempts;
        this.showing = showing;
        this.reader = reader;
    }

    @Override
    public void open(ExecutionContext context) {
        left = attempts.unfinished().stream().collect(Collectors.groupingBy(Attempt::line));
        done.set(0);
        progress = showing.apply(items.counts().getOrDefault(ItemOutcome.NOT_STARTED, 0L));
    }

    @Override
    public FinishedItem process(PendingItem pending) throws Exception {
        try {
            JournaledItem item = pending.item();
            ItemOutcome outcome = answerer.answer(item.routed(), left.getOrDefault(item.line(), List.of()));
            progress.reached(done.incrementAndGet());
            return new FinishedItem(item.line(), outcome);
        } finally {
            reader.ended(pending);
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}
