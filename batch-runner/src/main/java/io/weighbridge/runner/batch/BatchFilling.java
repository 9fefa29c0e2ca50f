package io.weighbridge.runner.batch;

import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.Ladder;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.journal.WaitingItem;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.workload.RoutedItem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes batches of the items that wait, a model and an operation each, and sends up or gives up the items that a model is done with. */
final class BatchFilling {
    private static final int PAGE = 500;

    private final String runId;
    private final Providers providers;
    private final BatchApis apis;
    private final Budget budget;
    private final CallScopes scopes;
    private final Ladder ladder;
    private final Clock clock;
    private final ItemJournal items;
    private final SubmissionJournal submissions;
    private final BatchLedger ledger;
    private final BatchJudging judging;
    private final int mostSends;
    private final Map<String, Integer> largest = new HashMap<>();
    private final TreeSet<String> waiting = new TreeSet<>();
    private int nextNumber;

    /** @param mostSends of one item to one model */
    BatchFilling(
            BatchAnswerer.Run run,
            BatchApis apis,
            Budget budget,
            ItemJournal items,
            SubmissionJournal submissions,
            BatchLedger ledger,
            BatchJudging judging,
            int mostSends) {
        this.runId = run.id();
        this.providers = run.providers();
        this.scopes = run.scopes();
        this.ladder = run.ladder();
        this.clock = run.clock();
        this.apis = apis;
        this.budget = budget;
        this.items = items;
        this.submissions = submissions;
        this.ledger = ledger;
        this.judging = judging;
        this.mostSends = mostSends;
    }

    void begin() {
        waiting.clear();
        nextNumber = submissions.nextNumber();
    }

    /** Items of any model may wait now. */
    void lookAtAll() {
        waiting.addAll(ledger.models());
    }

    /** Batches of a model have half the requests of this one at most. */
    void halve(Submission submission) {
        largest.merge(submission.model(), Math.max(1, submission.requests() / 2), Math::min);
    }

    /** Reserves batches of every model that has items waiting, those included that go up meanwhile. */
    List<Submission> reserved() throws InterruptedException {
        List<Submission> reserved = new ArrayList<>();
        Set<String> outOfBudget = new TreeSet<>();
        while (!waiting.isEmpty()) {
            String model = Objects.requireNonNull(waiting.pollFirst());
            if (fill(model, reserved)) {
                outOfBudget.add(model);
            }
        }
        waiting.addAll(outOfBudget);
        return reserved;
    }

    /** Makes batches of the items of a model that wait; true if the budget keeps some out. */
    private boolean fill(String model, List<Submission> reserved) throws InterruptedException {
        BatchApi api = apis.of(providers.of(model));
        String provider = providers.of(model).provider();
        while (true) {
            BatchDraft draft = new BatchDraft(
                    nextNumber,
                    BatchKey.of(runId, new Submission(nextNumber, provider, model, 0, 0, null, null)),
                    api,
                    ledger.prices(model),
                    budget,
                    scopes,
                    clock.instant(),
                    largest.getOrDefault(model, api.mostRequests()));
            boolean isFull = take(model, draft) || takeJudgings(model, draft);
            if (!draft.attempts().isEmpty()) {
                int requests = draft.attempts().size();
                Submission submission = new Submission(nextNumber, provider, model, requests, 0, null, null);
                submissions.reserve(submission, draft.attempts());
                reserved.add(submission);
                nextNumber++;
            }
            if (draft.budgetIsUsedUp()) {
                return true;
            }
            if (!isFull && !draft.hasPassedOverOthers()) {
                return false;
            }
        }
    }

    /** Puts waiting items into a draft; true if some stayed out. */
    private boolean take(String model, BatchDraft draft) throws InterruptedException {
        long last = 0;
        for (List<WaitingItem> page = items.waiting(model, last, PAGE);
                !page.isEmpty();
                page = items.waiting(model, last, PAGE)) {
            for (WaitingItem item : page) {
                if (item.isDoneWith(mostSends)) {
                    escalateOrGiveUp(item);
                    continue;
                }
                WaitingItem still = ledger.stillWaiting(item);
                if (still != null && !takenOrRefused(still, draft)) {
                    return true;
                }
            }
            last = page.getLast().line();
        }
        return false;
    }

    /** Puts questions about answers into the draft of their judge, and books what judges have said; true if some stayed out. */
    private boolean takeJudgings(String model, BatchDraft draft) {
        BatchJudging.Page page = judging.page(model, 0);
        while (page.lastLine().isPresent()) {
            ledger.judged(page.judged());
            page.judged().stream()
                    .map(judged -> judged.item().model())
                    .filter(ledger.models()::contains)
                    .forEach(waiting::add);
            for (BatchJudging.Waiting question : page.waiting()) {
                if (!takenOrLeft(question, draft)) {
                    return true;
                }
            }
            page = judging.page(model, page.lastLine().get());
        }
        return false;
    }

    /** What the judge's provider cannot be asked in a batch is left to calls. */
    private boolean takenOrLeft(BatchJudging.Waiting question, BatchDraft draft) {
        try {
            int before = draft.attempts().size();
            boolean hasRoom = draft.take(question.item(), question.about());
            if (draft.attempts().size() > before) {
                ledger.reserved(question.item().routed(), draft.attempts().getLast());
            }
            return hasRoom;
        } catch (UntranslatableException e) {
            return true;
        }
    }

    private void escalateOrGiveUp(WaitingItem item) {
        boolean isOfModel = item.lastVerdict() != null && item.lastVerdict().isOfModel();
        Optional<RoutedItem> above = isOfModel ? ladder.above(item.routed()) : Optional.empty();
        if (above.isEmpty()) {
            ledger.finish(List.of(new FinishedItem(item.line(), ItemOutcome.NEEDS_HUMAN)));
            return;
        }
        items.ask(above.get());
        if (ledger.models().contains(above.get().model())) {
            waiting.add(above.get().model());
        }
    }

    private boolean takenOrRefused(WaitingItem item, BatchDraft draft) {
        try {
            int before = draft.attempts().size();
            boolean hasRoom = draft.take(item, null);
            if (draft.attempts().size() > before) {
                ledger.reserved(item.routed(), draft.attempts().getLast());
            }
            return hasRoom;
        } catch (UntranslatableException e) {
            ledger.refuse(item, String.valueOf(e.getMessage()));
            escalateOrGiveUp(new WaitingItem(item.routed(), item.attempts() + 1, 1, Verdict.REFUSED));
            return true;
        }
    }
}
