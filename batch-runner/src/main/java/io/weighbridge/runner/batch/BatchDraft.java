package io.weighbridge.runner.batch;

import io.weighbridge.runner.answer.CallScopes;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.Judging;
import io.weighbridge.runner.journal.WaitingItem;
import io.weighbridge.runner.provider.Operation;
import io.weighbridge.runner.provider.UntranslatableException;
import io.weighbridge.tokenlog.Usd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch that is being filled: within the provider's limits, and each item at its worst case within the budget. */
final class BatchDraft {
    private final int number;
    private final BatchKey key;
    private final BatchApi api;
    private final CallPrices prices;
    private final Budget budget;
    private final CallScopes scopes;
    private final Instant now;
    private final int mostRequests;
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Operation operation;
    private boolean hasPassedOverOthers;
    private long bytes;
    private boolean budgetIsUsedUp;

    BatchDraft(
            int number,
            BatchKey key,
            BatchApi api,
            CallPrices prices,
            Budget budget,
            CallScopes scopes,
            Instant now,
            int mostRequests) {
        this.number = number;
        this.key = key;
        this.api = api;
        this.prices = prices;
        this.budget = budget;
        this.scopes = scopes;
        this.now = now;
        this.mostRequests = mostRequests;
        BatchApi.Frame frame = api.frame();
        this.bytes = (long) frame.before().length() + frame.behind().length();
    }

    /**
     * Takes an item in, or passes it over where a budget has no room for it or the batch is of another operation; false if the batch is
     * full.
     *
     * @param about the answer to be judged; null where the item is to be answered
     */
    boolean take(WaitingItem item, @Nullable Judging about) throws UntranslatableException {
        Operation asked = item.routed().item().operation();
        if (operation != null && asked != operation) {
            hasPassedOverOthers = true;
            return true;
        }
        String body = item.routed().requestBody();
        long length = utf8(api.request(key.customId(item.line()), asked, body))
                + api.frame().between().length();
        if (attempts.size() == mostRequests || bytes + length > api.mostBytes()) {
            return false;
        }
        Usd worstCase = prices.worstCase(
                item.routed().model(), utf8(body), item.routed().item().outputTokenBound());
        if (!budget.tryReserve(worstCase, scopes.of(item.routed(), now))) {
            budgetIsUsedUp = true;
            return true;
        }
        attempts.add(new Attempt(
                item.line(),
                item.attempts() + 1,
                1,
                now,
                worstCase,
                item.routed().model(),
                about,
                null,
                number,
                null));
        operation = asked;
        bytes += length;
        return true;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    /** Whether an item was passed over because a batch has one operation. */
    boolean hasPassedOverOthers() {
        return hasPassedOverOthers;
    }

    /** Whether an item was passed over for want of money. */
    boolean budgetIsUsedUp() {
        return budgetIsUsedUp;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
