package io.weighbridge.runner.batch;

import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.answer.KeyRefusedException;
import io.weighbridge.runner.answer.Ladder;
import io.weighbridge.runner.answer.ReusedAnswers;
import io.weighbridge.runner.batch.BatchCallException.Fate;
import io.weighbridge.runner.batch.BatchState.Rest;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.ItemJournal;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.journal.SubmissionEnd;
import io.weighbridge.runner.journal.SubmissionJournal;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.runner.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings items to their outcomes through batch APIs: has batches filled, creates them, waits, has what came back recorded, and
 * puts what may end better into another batch. A batch that was asked for and not confirmed is looked for before it is
 * ever asked for again, so that no batch is made twice; one thread does all of it.
 */
public final class BatchAnswerer {
    /** Looks at an ended batch whose results are not all there yet, before what is missing counts as lost. */
    private static final int MOST_LOOKS = 5;

    private final String runId;
    private final Path directory;
    private final Providers providers;
    private final BatchApis apis;
    private final SubmissionJournal submissions;
    private final BatchOptions options;
    private final BooleanSupplier isCancelled;
    private final Clock clock;
    private final BatchInput input;
    private final BatchLedger ledger;
    private final BatchFilling filling;
    private final Map<Integer, Open> open = new LinkedHashMap<>();

    /**
     * What is fixed of a run, and where it keeps things.
     *
     * @param isCancelled whether nothing new is to be begun
     */
    public record Run(
            String id,
            Path directory,
            Providers providers,
            CallPrices prices,
            CallScopes scopes,
            Verification verification,
            Ladder ladder,
            ReusedAnswers reused,
            BooleanSupplier isCancelled,
            Clock clock) {}

    /** @param items whose changes commit by themselves */
    public BatchAnswerer(
            Run run,
            BatchApis apis,
            Budget budget,
            ItemJournal items,
            AttemptJournal attempts,
            SubmissionJournal submissions,
            BatchOptions options) {
        this.runId = run.id();
        this.directory = run.directory();
        this.providers = run.providers();
        this.apis = apis;
        this.submissions = submissions;
        this.options = options;
        this.isCancelled = run.isCancelled();
        this.clock = run.clock();
        BatchJudging judging = new BatchJudging(run, items, attempts, options.mostSends());
        this.input = new BatchInput(items, attempts, judging);
        this.ledger = new BatchLedger(run, batchPrices(run), budget, items, attempts);
        this.filling = new BatchFilling(run, apis, budget, items, submissions, ledger, judging, options.mostSends());
    }

    private static Map<String, CallPrices> batchPrices(Run run) {
        Map<String, CallPrices> prices = new HashMap<>();
        for (String model : run.providers().models()) {
            Endpoint endpoint = run.providers().of(model);
            if (endpoint.batchDiscount() != null) {
                prices.put(model, run.prices().discounted(endpoint.batchDiscount()));
            }
        }
        return prices;
    }

    /** A submission that has not ended. */
    private static final class Open {
        private Submission submission;
        /** Whether it may exist at the provider though nobody has said so. */
        private boolean isToBeFound;
        /** Whether the provider's queue was full: it waits until another of its batches has ended. */
        private boolean isHeldBack;
        /** Whether the provider was asked to cancel it. */
        private boolean isCancelled;

        private int looks;

        Open(Submission submission) {
            this.submission = submission;
            this.isToBeFound = submission.batchId() == null && submission.sends() > 0;
        }
    }

    /**
     * Ends what an earlier process has begun and, where asked to, does the rest.
     *
     * @param beginsBatches whether items without a batch are put into new ones
     * @param progress told how many items have ended
     */
    public void answer(boolean beginsBatches, LongConsumer progress) throws IOException, InterruptedException {
        ledger.begin(progress);
        filling.begin();
        open.clear();
        for (Submission earlier : submissions.open()) {
            open.put(earlier.number(), new Open(earlier));
            ledger.resume(earlier);
        }
        forgetEnded();
        if (beginsBatches) {
            filling.lookAtAll();
        }
        while (true) {
            if (!isCancelled.getAsBoolean()) {
                filling.reserved().forEach(submission -> open.put(submission.number(), new Open(submission)));
            }
            if (open.isEmpty()) {
                forgetEnded();
                return;
            }
            boolean ended = false;
            for (Open each : List.copyOf(open.values())) {
                if (step(each)) {
                    ended = true;
                    open.remove(each.submission.number());
                }
            }
            if (ended && beginsBatches) {
                filling.lookAtAll();
            } else if (!ended) {
                Thread.sleep(options.poll());
            }
        }
    }

    private void forgetEnded() throws IOException {
        apis.keepOnly(open.values().stream()
                .map(each -> BatchKey.of(runId, each.submission))
                .collect(Collectors.toSet()));
    }

    /** Brings one submission as far as it goes now; true if it has ended. */
    private boolean step(Open each) throws IOException, InterruptedException {
        Endpoint endpoint = endpoint(each.submission);
        BatchApi api = apis.of(endpoint);
        try {
            if (each.submission.batchId() != null) {
                cancelIfAsked(each, api, each.submission.batchId());
                return look(each, api, each.submission.batchId());
            }
            if (each.isToBeFound && !find(each, api)) {
                return false;
            }
            if (each.submission.batchId() != null) {
                return false;
            }
            return isCancelled.getAsBoolean()
                    ? endAll(each, "it was cancelled before it was made", attempt -> Verdict.UNAVAILABLE, true)
                    : send(each, api);
        } catch (BatchCallException e) {
            return failed(each, endpoint, e);
        }
    }

    /** What the provider has done of it by then is paid, and collected. One that it does not cancel has ended. */
    private void cancelIfAsked(Open each, BatchApi api, String batchId)
            throws BatchCallException, InterruptedException {
        if (!isCancelled.getAsBoolean() || each.isCancelled) {
            return;
        }
        try {
            api.cancel(batchId);
            each.isCancelled = true;
        } catch (BatchCallException e) {
            if (e.fate() != Fate.REFUSED) {
                throw e;
            }
            each.isCancelled = true;
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
                filling.halve(each.submission);
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
            Operation operation = input.write(each.submission, key, api, file);
            each.submission = each.submission.sentAgain(clock.instant());
            submissions.sending(each.submission);
            each.submission = each.submission.createdAs(api.create(key, operation, file));
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
            filling.halve(each.submission);
            boolean shrinks = each.submission.requests() > 1;
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

    private boolean collect(Open each, BatchApi api, BatchState state)
            throws IOException, BatchCallException, InterruptedException {
        BatchResults results = new BatchResults(ledger, each.submission, BatchKey.of(runId, each.submission), api);
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
        Rest rest = isWhole ? state.rest() : Rest.LOST;
        ledger.endOpen(each.submission, state.problem(), attempt -> rest.verdict(), rest == Rest.NEVER_BEGUN);
        submissions.end(each.submission, results.end());
        return true;
    }

    /** Ends the attempts that a batch leaves alike, and the batch. */
    private boolean end(Open each, Verdict verdict, @Nullable String problem) {
        return endAll(each, String.valueOf(problem), attempt -> verdict, false);
    }

    private boolean endAll(Open each, String problem, Function<Attempt, Verdict> verdict, boolean neverSent) {
        ledger.endOpen(each.submission, problem, verdict, neverSent);
        submissions.end(each.submission, SubmissionEnd.without(problem));
        return true;
    }
}
