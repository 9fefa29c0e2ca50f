package io.weighbridge.runner.job;

import io.weighbridge.cli.Progress;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.DayLedger;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.SharedAccounts.Cap;
import io.weighbridge.runner.journal.SharedRuns;
import io.weighbridge.runner.journal.SharedRuns.Round;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Has items answered by workers: deals them, waits until all have been tried, and deals what a cap kept out again for as long as that
 * begins any call. A round that an earlier process dealt goes on while this one was away.
 */
final class WorkersTasklet implements Tasklet {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Workers that pass from one partition to the next hold none for a moment. */
    private static final Duration UNATTENDED = Duration.ofSeconds(3);

    private final SharedRuns shared;
    private final RunSetup setup;
    private final Sharing sharing;
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final DayLedger days;
    private final Budget budget;
    private final BooleanSupplier isCancelled;
    private final Set<Scope> daysCounted = new HashSet<>();

    WorkersTasklet(
            SharedRuns shared,
            RunSetup setup,
            Sharing sharing,
            ItemJournal items,
            AttemptJournal attempts,
            DayLedger days,
            Budget budget,
            BooleanSupplier isCancelled) {
        this.shared = shared;
        this.setup = setup;
        this.sharing = sharing;
        this.items = items;
        this.attempts = attempts;
        this.days = days;
        this.budget = budget;
        this.isCancelled = isCancelled;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) throws Exception {
        long before = notStarted();
        try (Progress progress = setup.progress().apply(before)) {
            boolean goesOn = shared.isDealt()
                    && shared.isShared(sharing.terms())
                    && shared.problem().isEmpty();
            shared.publish(sharing.terms(), sharing.policy());
            if (goesOn) {
                shared.change(caps());
                await(progress);
            }
            long made = -1;
            while (!isCancelled.getAsBoolean() && notStarted() > 0 && shared.attempts() > made) {
                made = shared.attempts();
                shared.deal(sharing.partitionItems(), caps(), attempts::charged);
                await(progress);
            }
        }
        shared.recall();
        budget.forget();
        for (long ended = before - notStarted(); ended > 0; ended--) {
            contribution.incrementReadCount();
        }
        contribution.incrementWriteCount(contribution.getReadCount());
        return RepeatStatus.FINISHED;
    }

    private long notStarted() {
        return items.counts().getOrDefault(ItemOutcome.NOT_STARTED, 0L);
    }

    /** Until every partition is done, or a cancelled run is let go of. */
    private void await(Progress progress) throws InterruptedException {
        boolean isStopped = false;
        long attendedNanos = System.nanoTime();
        boolean isSaid = false;
        for (Round round = shared.round(); round.open() > 0; round = shared.round()) {
            shared.problem().ifPresent(problem -> {
                throw new IllegalStateException("workers cannot go on: " + problem);
            });
            if (isCancelled.getAsBoolean()) {
                if (isStopped && round.held() == 0) {
                    return;
                }
                shared.stop();
                isStopped = true;
            }
            if (round.held() > 0) {
                attendedNanos = System.nanoTime();
                isSaid = false;
            } else if (!isSaid && System.nanoTime() - attendedNanos > UNATTENDED.toNanos()) {
                sharing.messages()
                        .accept("run " + setup.runId()
                                + ": no worker is at work on it; to start one: weighbridge worker --db '"
                                + setup.database() + "'");
                isSaid = true;
            }
            progress.reached(round.itemsDone());
            countToday();
            Thread.sleep(LOOK);
        }
    }

    /** A day that begins meanwhile gets its share. */
    private void countToday() {
        Cap today = today();
        if (today != null) {
            shared.count(today, attempts::charged);
        }
    }

    private @Nullable Cap today() {
        if (setup.caps().day() == null) {
            return null;
        }
        LocalDate day = setup.clock().instant().atOffset(ZoneOffset.UTC).toLocalDate();
        Scope scope = DayLedger.scope(day);
        return daysCounted.add(scope) ? new Cap(scope, days.take(scope.name())) : null;
    }

    private List<Cap> caps() {
        List<Cap> caps = new ArrayList<>();
        caps.add(new Cap(Scope.RUN, setup.budget()));
        daysCounted.clear();
        Cap today = today();
        if (today != null) {
            caps.add(today);
        }
        setup.caps().tenants().forEach((tenant, cap) -> caps.add(new Cap(new Scope(Scope.Kind.TENANT, tenant), cap)));
        setup.caps().teams().forEach((team, cap) -> caps.add(new Cap(new Scope(Scope.Kind.TEAM, team), cap)));
        setup.caps().agents().forEach((agent, cap) -> caps.add(new Cap(new Scope(Scope.Kind.AGENT, agent), cap)));
        setup.caps().models().forEach((model, cap) -> caps.add(new Cap(new Scope(Scope.Kind.MODEL, model), cap)));
        return caps;
    }
}
