package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.workload.Acceptance;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.LineRouting.Line;
import io.weighbridge.runner.workload.RoutedItem;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStream;

/** Makes items of lines; a line it throws at is skipped. */
final class AcceptProcessor implements ItemProcessor<Line, RoutedItem>, ItemStream {
    private final ItemJournal journal;
    private final AcceptedForecast forecast;
    private @Nullable Acceptance acceptance;

    AcceptProcessor(ItemJournal journal, AcceptedForecast forecast) {
        this.journal = journal;
        this.forecast = forecast;
    }

    @Override
    public void open(ExecutionContext context) {
        acceptance = new Acceptance(journal.customIds());
    }

    @Override
    public RoutedItem process(Line line) throws InvalidLineException {
        if (acceptance == null) {
            throw new IllegalStateException("process before open");
        }
        RoutedItem item = acceptance.accept(line);
        forecast.item(item);
        return item;
    }
}
