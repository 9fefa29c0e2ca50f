package io.weighbridge.runner.job;

import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.workload.Acceptance;
import io.weighbridge.runner.workload.InvalidLineException;
import io.weighbridge.runner.workload.RawLine;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.Routing;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.item.ItemStream;

/** Checks and routes lines; a line it throws at is skipped. */
final class AcceptProcessor implements ItemProcessor<RawLine, RoutedItem>, ItemStream {
    private final Routing routing;
    private final ItemJournal journal;
    private final AcceptedForecast forecast;
    private @Nullable Acceptance acceptance;

    AcceptProcessor(Routing routing, ItemJournal journal, AcceptedForecast forecast) {
        this.routing = routing;
        this.journal = journal;
        this.forecast = forecast;
    }

    @Override
    public void open(ExecutionContext context) {
        acceptance = new Acceptance(routing, journal.customIds());
    }

    @Override
    public RoutedItem process(RawLine line) throws InvalidLineException {
        if (acceptance == null) {
            throw new IllegalStateException("process before open");
        }
        RoutedItem item = acceptance.accept(line);
        forecast.item(item);
        return item;
    }
}
