package io.weighbridge.runner.batch;

import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.Endings;
import io.weighbridge.runner.answer.KeyRefusedException;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.FinishedItem;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.ItemOutcome;
import io.weighbridge.runner.journal.JournaledItem;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.journal.SubmissionEnd;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.journal.WaitingItem;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.Reply;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings items to their outcomes through batch APIs: fills batches, creates them, waits, records what came back, and
 * puts what may end better into another batch. A batch that was asked for and not confirmed is looked for before it is
 * ever asked for again, so that no batch is made twice; one thread does all of it.
 */
public final class BatchAnswerer {
    private static final int PAGE = 500;
    /** Looks at an ended batch whose results are not all there yet, before what is missing counts as lost. */
    private static final int MOST_LOOKS = 5;

    private final String runId;
    private final Path directory;
    private final Providers providers;
    private final BatchHttp http;
    private final Map<String, CallPrices> pricesByModel = new HashMap<>();
    private final Budget budget;
    private final CallScopes scopes;
    private final Map<Long, List<Scope>> scopesByLine = new HashMap<>();
    private final ItemJournal items;
    private final AttemptJournal attempts;
    private final SubmissionJournal submissions;
    private final BatchOptions options;
    private final Clock clock;
    private final BatchInput input;
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private final Map<String, Integer> largest = new HashMap<>();
    private int nextNumber;
    private LongConsumer done = count -> {};
    private long finished;

    /** What is fixed of a run, and where it keeps things. */
    public record Run(
            String id, Path directory, Providers providers, CallPrices prices, CallScopes scopes, Clock clock) {}

    /** @param items whose changes commit by themselves */
    public BatchAnswerer(
            Run run,
            BatchHttp http,
            Budget budget,
            ItemJournal items,
            AttemptJournal attempts,
            SubmissionJournal submissions,
            BatchOptions options) {
        this.runId = run.id();
        this.directory = run.directory();
        this.providers = run.providers();
        this.http = http;
        this.budget = budget;
        this.scopes = run.scopes();
        this.items = items;
        this.attempts = attempts;
        this.submissions = submissions;
        this.options = options;
        this.clock = run.clock();
        this.input = new BatchInput(items, attempts);
        for (String model : providers.models()) {
            Endpoint endpoint = providers.of(model);
            if (endpoint.batchDiscount() != null) {
                pricesByModel.put(model, run.prices().discounted(endpoint.batchDiscount()));
            }
        }
    }

    /** A submission that has not ended. */
    private static final class Open {
        private Submission submission;
        /** Whether it may exist at the provider though nobody has said so. */
        private boolean isToBeFound;
        /** Whether the provider's queue was full: it waits until another of its batches has ended. */
        private boolean isHeldBack;

        private int looks;

        Open(Submission submission, boolean isToBeFound) {
            this.submission = submission;
            this.isToBeFound = isToBeFound;
        }
    }

    /**
     * Ends what an earlier process has begun and, where asked to, does the rest.
     *
     * @param beginsBatches whether items without a batch are put into new ones
     * @param progress told how many items have ended
     */
    public void answer(boolean beginsBatches, LongConsumer progress) throws IOException, InterruptedException {
        done = progress;
        finished = 0;
        items.finishDecided();
        nextNumber = submissions.nextNumber();
        open.clear();
        for (Submission earlier : submissions.open()) {
            open.put(earlier.number(), new Open(earlier, earlier.batchId() == null && earlier.sends() > 0));
            resume(earlier);
        }
        TreeSet<String> waiting = new TreeSet<>(beginsBatches ? pricesByModel.keySet() : List.of());
        while (true) {
            for (String model : List.copyOf(waiting)) {
                if (!fill(model)) {
                    waiting.remove(model);
                }
            }
            if (open.isEmpty()) {
                return;
            }
            boolean ended = false;
            for (Open each : List.copyOf(open.values())) {
                if (step(each)) {
                    ended = true;
                    open.remove(each.submission.number());
                    if (beginsBatches && pricesByModel.containsKey(each.submission.model())) {
                        waiting.addAll(pricesByModel.keySet());
                    }
                }
            }
            if (!ended && !open.isEmpty()) {
                Thread.sleep(options.poll());
            }
        }
    }

    /** What an earlier process has reserved is in flight again. */
    private void resume(Submission submission) {
        long last = 0;
        for (List<Attempt> page = attempts.openOf(submission.number(), last, PAGE);
                !page.isEmpty();
                page = attempts.openOf(submission.number(), last, PAGE)) {
            Map<Long, Instant> startedAt = page.stream().collect(Collectors.toMap(Attempt::line, Attempt::startedAt));
            for (JournaledItem item : items.at(page.stream().map(Attempt::line).toList())) {
                List<Scope> ofItem = scopes.of(item.routed(), Objects.requireNonNull(startedAt.get(item.line())));
                scopesByLine.put(item.line(), ofItem);
                budget.resume(ofItem);
            }
            last = page.getLast().line();
        }
    }

    /** Makes batches of the items of a model that wait; false if none is left that could go into one. */
    private boolean fill(String model) {
        BatchApi api = BatchApi.of(providers.of(model), http);
        while (true) {
            int number = nextNumber;
            Submission empty = new Submission(number, providers.of(model).provider(), model, 0, 0, null, null);
            BatchDraft draft = new BatchDraft(
                    number,
                    BatchKey.of(runId, empty),
                    api,
                    prices(model),
                    budget,
                    scopes,
                    clock.instant(),
                    largest.getOrDefault(model, api.mostRequests()));
            boolean isFull = take(model, draft);
            if (!draft.attempts().isEmpty()) {
                Submission submission = new Submission(
                        number, empty.provider(), model, draft.attempts().size(), 0, null, null);
                submissions.reserve(submission, draft.attempts());
                open.put(number, new Open(submission, false));
                nextNumber++;
            }
            if (draft.budgetIsUsedUp()) {
                return true;
            }
            if (!isFull) {
                return false;
            }
        }
    }

    /** Puts waiting items into a draft; true if some stayed out. */
    private boolean take(String model, BatchDraft draft) {
        long last = 0;
        for (List<WaitingItem> page = items.waiting(model, last, PAGE);
                !page.isEmpty();
                page = items.waiting(model, last, PAGE)) {
            for (WaitingItem item : page) {
                if (item.sends() >= options.mostSends()) {
                    finish(List.of(new FinishedItem(item.line(), ItemOutcome.NEEDS_HUMAN)));
                } else if (!takenOrRefused(item, draft)) {
                    return true;
                }
            }
            last = page.getLast().line();
        }
        return false;
    }

    private boolean takenOrRefused(WaitingItem item, BatchDraft draft) {
        try {
            int before = draft.attempts().size();
            boolean hasRoom = draft.take(item);
            if (draft.attempts().size() > before) {
                Instant startedAt = draft.attempts().getLast().startedAt();
                scopesByLine.put(item.line(), scopes.of(item.routed(), startedAt));
            }
            return hasRoom;
        } catch (UntranslatableException e) {
            Attempt attempt = new Attempt(item.line(), item.attempts() + 1, 1, clock.instant(), Usd.ZERO, null, null);
            Reply refused = Reply.without(Verdict.REFUSED, String.valueOf(e.getMessage()), Duration.ZERO);
            attempts.open(attempt);
            attempts.end(
                    attempt,
                    Endings.of(
                            refused, item.routed().model(), prices(item.routed().model()), Usd.ZERO, null));
            finish(List.of(new FinishedItem(item.line(), ItemOutcome.NEEDS_HUMAN)));
            return true;
        }
    }

    /** Brings one submission as far as it goes now; true if it has ended. */
    private boolean step(Open each) throws IOException, InterruptedException {
        Endpoint endpoint = endpoint(each.submission);
        BatchApi api = BatchApi.of(endpoint, http);
        try {
            if (each.submission.batchId() != null) {
                return look(each, api, each.submission.batchId());
            }
            if (each.isToBeFound && !find(each, api)) {
                return false;
            }
            return each.submission.batchId() == null && send(each, api);
        } catch (BatchCallException e) {
            return failed(each, endpoint, e);
        }
    }

    /** The provider that the submission was or is to be made at. */
    private Endpoint endpoint(Submission submission) {
        Endpoint endpoint = providers.of(submission.model());
        if (!endpoint.provider().equals(submission.provider())) {
            throw new IllegalStateException(
                    "run " + runId + ": a batch of model " + submission.model() + " is at provider "
                            + submission.provider() + ", but the model is now served by " + endpoint.provider());
        }
        return endpoint;
    }

    /** What a failed call means; true if the submission has ended. */
    private boolean failed(Open each, Endpoint endpoint, BatchCallException failure) {
        boolean mayExist = each.submission.batchId() != null || each.isToBeFound;
        return switch (failure.fate()) {
            case KEY_REFUSED -> throw new KeyRefusedException(endpoint);
            case UNKNOWN -> {
                each.isToBeFound = each.submission.batchId() == null && each.submission.sends() > 0;
                yield false;
            }
            case NOT_DONE -> false;
            case TOO_LARGE -> {
                halve(each.submission);
                yield end(each, mayExist ? Verdict.LOST : Verdict.UNAVAILABLE, failure.getMessage());
            }
            case REFUSED -> {
                boolean isFinal = !mayExist || ++each.looks >= MOST_LOOKS;
                yield isFinal && end(each, mayExist ? Verdict.LOST : Verdict.REFUSED, failure.getMessage());
            }
        };
    }

    /** Whether it is now known if the batch was created. */
    private boolean find(Open each, BatchApi api) throws BatchCallException, InterruptedException {
        BatchApi.Search search = api.find(BatchKey.of(runId, each.submission), each.submission, submissions.batchIds());
        if (search.batchId() != null) {
            each.submission = each.submission.createdAs(search.batchId());
            submissions.created(each.submission);
            each.isToBeFound = false;
            return true;
        }
        Instant sentAt = each.submission.sentAt();
        boolean isSettled = sentAt == null || !clock.instant().isBefore(sentAt.plus(options.settling()));
        each.isToBeFound = !(search.isOver() && isSettled);
        return !each.isToBeFound;
    }

    private boolean send(Open each, BatchApi api) throws IOException, BatchCallException, InterruptedException {
        if (each.isHeldBack && hasOthersAt(each.submission)) {
            return false;
        }
        if (each.submission.sends() >= options.mostSends()) {
            return end(each, Verdict.UNAVAILABLE, "no batch was created in " + each.submission.sends() + " tries");
        }
        BatchKey key = BatchKey.of(runId, each.submission);
        Path file = directory.resolve(".batch-" + each.submission.number() + ".in");
        try {
            input.write(each.submission, key, api, file);
            each.submission = each.submission.sentAgain(clock.instant());
            submissions.sending(each.submission);
            each.submission = each.submission.createdAs(api.create(key, file));
            submissions.created(each.submission);
            each.isHeldBack = false;
            return false;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private boolean hasOthersAt(Submission submission) {
        return open.values().stream()
                .map(other -> other.submission)
                .anyMatch(other -> other.number() != submission.number()
                        && other.provider().equals(submission.provider())
                        && other.batchId() != null);
    }

    private boolean look(Open each, BatchApi api, String batchId)
            throws IOException, BatchCallException, InterruptedException {
        BatchState state = api.look(each.submission, batchId);
        return switch (state.phase()) {
            case RUNNING -> false;
            case FAILED -> neverBegan(each, state.failure());
            case ENDED -> collect(each, api, state);
        };
    }

    /** A batch that the provider did not begin has cost nothing. */
    private boolean neverBegan(Open each, BatchState.@Nullable Failure failure) {
        if (failure == null) {
            return end(each, Verdict.UNAVAILABLE, "the provider did not begin the batch");
        }
        if (failure.isQueueFull() && hasOthersAt(each.submission)) {
            each.submission = each.submission.createdAs(null);
            submissions.created(each.submission);
            each.isHeldBack = true;
            return false;
        }
        if (failure.isQueueFull()) {
            boolean shrinks = each.submission.requests() > 1;
            halve(each.submission);
            return endAll(each, failure.message(), attempt -> Verdict.UNAVAILABLE, shrinks);
        }
        if (failure.refusedLine() == null) {
            return end(each, Verdict.UNAVAILABLE, failure.message());
        }
        return refused(each, failure.message(), failure.refusedLine());
    }

    /** One line of the input made the provider refuse all of it: the others may go into another batch. */
    private boolean refused(Open each, String problem, int refusedLine) {
        int[] line = {0};
        return endAll(
                each, problem, attempt -> ++line[0] == refusedLine ? Verdict.REFUSED : Verdict.UNAVAILABLE, false);
    }

    private void halve(Submission submission) {
        largest.merge(submission.model(), Math.max(1, submission.requests() / 2), Math::min);
    }

    private boolean collect(Open each, BatchApi api, BatchState state)
            throws IOException, BatchCallException, InterruptedException {
        BatchResults results = new BatchResults(this, each.submission, BatchKey.of(runId, each.submission), api);
        for (String name : state.files()) {
            Path file = directory.resolve(".batch-" + each.submission.number() + ".out");
            try {
                api.fetch(name, file);
                results.read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        }
        boolean isWhole = results.lines() >= state.lines();
        if (!isWhole && ++each.looks < MOST_LOOKS) {
            return false;
        }
        endAttempts(each.submission, "the batch has no result for it", attempt -> Verdict.LOST, false);
        submissions.end(each.submission, results.end());
        return true;
    }

    /** Ends the attempts that a batch leaves alike, and the batch. */
    private boolean end(Open each, Verdict verdict, @Nullable String problem) {
        return endAll(each, String.valueOf(problem), attempt -> verdict, false);
    }

    private interface VerdictOf {
        Verdict of(Attempt attempt);
    }

    private boolean endAll(Open each, String problem, VerdictOf verdict, boolean neverSent) {
        endAttempts(each.submission, problem, verdict, neverSent);
        submissions.end(each.submission, SubmissionEnd.without(problem));
        return true;
    }

    private void endAttempts(Submission submission, String problem, VerdictOf verdict, boolean neverSent) {
        for (List<Attempt> page = attempts.openOf(submission.number(), 0, PAGE);
                !page.isEmpty();
                page = attempts.openOf(submission.number(), 0, PAGE)) {
            Map<Attempt, Reply> replies = new LinkedHashMap<>();
            for (Attempt attempt : page) {
                replies.put(
                        neverSent ? attempt.neverSent() : attempt,
                        Reply.without(verdict.of(attempt), problem, Duration.ZERO));
            }
            record(submission.model(), replies);
        }
    }

    /** Records how attempts ended, and the outcome of items for which that was the last word. */
    void record(String model, Map<Attempt, Reply> replies) {
        List<Attempt> ended = new ArrayList<>();
        List<FinishedItem> outcomes = new ArrayList<>();
        replies.forEach((attempt, reply) -> {
            ended.add(attempt.endedBy(Endings.of(reply, model, prices(model), attempt.worstCase(), null)));
            if (reply.verdict() == Verdict.ANSWERED) {
                outcomes.add(new FinishedItem(attempt.line(), ItemOutcome.SUCCEEDED));
            } else if (reply.verdict() == Verdict.REFUSED) {
                outcomes.add(new FinishedItem(attempt.line(), ItemOutcome.NEEDS_HUMAN));
            }
        });
        attempts.endAll(ended);
        ended.forEach(this::settle);
        finish(outcomes);
    }

    private void settle(Attempt ended) {
        if (ended.ending() != null) {
            List<Scope> ofItem = Objects.requireNonNull(scopesByLine.remove(ended.line()));
            budget.settle(ended.worstCase(), ended.ending().charge(), ofItem);
        }
    }

    private void finish(Collection<FinishedItem> outcomes) {
        items.finish(List.copyOf(outcomes));
        finished += outcomes.size();
        done.accept(finished);
    }

    AttemptJournal attempts() {
        return attempts;
    }

    private CallPrices prices(String model) {
        CallPrices prices = pricesByModel.get(model);
        if (prices == null) {
            throw new IllegalStateException("run " + runId + ": the provider of model " + model
                    + " has a batch of it, but no batch_discount is configured");
        }
        return prices;
    }
}
