package io.weighbridge.runner.budget;

import io.weighbridge.tokenlog.Usd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hard caps of a run: in no scope does what is recorded plus what is reserved ever exceed the cap. A call reserves
 * its worst case in all its scopes before it is sent and exchanges that for the true charge afterwards. A reservation
 * that does not fit waits while calls in flight in the full scope may still free money, and is refused once none can.
 */
public final class Budget {
    private final Map<Scope, Account> accounts = new HashMap<>();
    private final Function<Scope, @Nullable Usd> capOf;
    private final Function<Scope, Usd> chargedBefore;
    private long settled;

    /**
     * @param capOf the cap of a scope, asked once; null is none
     * @param chargedBefore what is recorded in a scope already, calls of unknown fate at their worst case
     */
    public Budget(Function<Scope, @Nullable Usd> capOf, Function<Scope, Usd> chargedBefore) {
        this.capOf = capOf;
        this.chargedBefore = chargedBefore;
    }

    /** A run's cap alone. */
    public static Budget ofRun(@Nullable Usd cap, Usd charged) {
        return new Budget(scope -> scope.equals(Scope.RUN) ? cap : null, scope -> charged);
    }

    private static final class Account {
        private final @Nullable Usd cap;
        private Usd charged;
        private int inFlight;

        Account(@Nullable Usd cap, Usd charged) {
            this.cap = cap;
            this.charged = charged;
        }

        boolean fits(Usd worstCase) {
            return cap == null || charged.plus(worstCase).compareTo(cap) <= 0;
        }
    }

    /** Takes the worst case out of the scopes; false if it does not fit and nothing in flight can make room. */
    public synchronized boolean reserve(Usd worstCase, List<Scope> scopes) throws InterruptedException {
        while (true) {
            Account full = full(worstCase, scopes);
            if (full == null) {
                take(worstCase, scopes);
                return true;
            }
            if (full.inFlight == 0) {
                return false;
            }
            wait();
        }
    }

    /** As {@link #reserve}, but does not wait: false if it does not fit now. */
    public synchronized boolean tryReserve(Usd worstCase, List<Scope> scopes) {
        if (full(worstCase, scopes) != null) {
            return false;
        }
        take(worstCase, scopes);
        return true;
    }

    /**
     * Takes a reservation back that was refused elsewhere, and waits until another call in these scopes has ended; false if there is
     * none in flight that could make room.
     */
    public synchronized boolean withdraw(Usd worstCase, List<Scope> scopes) throws InterruptedException {
        for (Scope scope : scopes) {
            Account account = account(scope);
            account.charged = account.charged.minus(worstCase);
            account.inFlight--;
        }
        for (long before = settled; settled == before; wait()) {
            if (scopes.stream().allMatch(scope -> account(scope).inFlight == 0)) {
                notifyAll();
                return false;
            }
        }
        return true;
    }

    /** Sends again what is charged at its worst case already: takes no money, but may free some. */
    public synchronized void resume(List<Scope> scopes) {
        scopes.forEach(scope -> account(scope).inFlight++);
    }

    /** Exchanges the worst case for the charge that is now recorded. */
    public synchronized void settle(Usd worstCase, Usd charge, List<Scope> scopes) {
        for (Scope scope : scopes) {
            Account account = account(scope);
            account.charged = account.charged.minus(worstCase).plus(charge);
            account.inFlight--;
        }
        settled++;
        notifyAll();
    }

    /** Counts anew when it is next asked: others have made calls. None may be in flight here. */
    public synchronized void forget() {
        accounts.clear();
    }

    /** Everything recorded and reserved in a scope. */
    public synchronized Usd charged(Scope scope) {
        return account(scope).charged;
    }

    private @Nullable Account full(Usd worstCase, List<Scope> scopes) {
        for (Scope scope : scopes) {
            Account account = account(scope);
            if (!account.fits(worstCase)) {
                return account;
            }
        }
        return null;
    }

    private void take(Usd worstCase, List<Scope> scopes) {
        for (Scope scope : scopes) {
            Account account = account(scope);
            account.charged = account.charged.plus(worstCase);
            account.inFlight++;
        }
    }

    private Account account(Scope scope) {
        return accounts.computeIfAbsent(scope, any -> new Account(capOf.apply(scope), chargedBefore.apply(scope)));
    }
}
