package io.weighbridge.runner.journal;

import io.weighbridge.runner.budget.Scope;
import io.weighbridge.tokenlog.Usd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded and reserved in each capped scope of a run, while several processes answer it. It changes in the transactions that
 * open and end attempts, under a lock of its rows, so it is the sum of the attempts' charges at every commit, whoever dies.
 */
public final class SharedAccounts {
    private static final String LOCK = "select kind, name, cap, charged from weighbridge_account where run_id = ?"
            + " order by kind, name for update";
    /** What is counted already is not counted anew: workers may be at it. */
    private static final String OPEN =
            "insert into weighbridge_account (run_id, kind, name, cap, charged) values (?, ?, ?, ?, ?)"
                    + " on conflict (run_id, kind, name) do nothing";

    private static final String SETTLE =
            "update weighbridge_account set charged = ? where run_id = ? and kind = ? and name = ?";

    private final String runId;

    public SharedAccounts(String runId) {
        this.runId = runId;
    }

    /**
     * A scope with its cap.
     *
     * @param cap null is none
     */
    public record Cap(Scope scope, @Nullable Usd cap) {}

    /**
     * An attempt as it is to be recorded, and what that changes.
     *
     * @param change of what is charged: the worst case when it is opened; the cost less that when it ends
     * @param scopes in which it is charged
     */
    record Entry(Attempt attempt, Usd change, List<Scope> scopes) {}

    private static final class Account {
        private final Scope scope;
        private final @Nullable Usd cap;
        private Usd charged;

        Account(Scope scope, @Nullable Usd cap, Usd charged) {
            this.scope = scope;
            this.cap = cap;
            this.charged = charged;
        }

        boolean fits(Usd change) {
            return cap == null || charged.plus(change).compareTo(cap) <= 0;
        }

        static Account read(ResultSet row) throws SQLException {
            Long cap = row.getObject(3, Long.class);
            return new Account(
                    new Scope(Scope.Kind.valueOf(row.getString(1)), row.getString(2)),
                    cap == null ? null : new Usd(cap),
                    new Usd(row.getLong(4)));
        }
    }

    /** Begins to count in scopes of which no call is allowed while they are not counted. */
    void open(Connection connection, List<Cap> caps, Function<Scope, Usd> charged) throws SQLException {
        Sql.batch(
                connection,
                OPEN,
                caps,
                (parameters, cap) -> parameters
                        .add(runId)
                        .add(cap.scope().kind().name())
                        .add(cap.scope().name())
                        .add(cap.cap() == null ? null : cap.cap().picodollars())
                        .add(charged.apply(cap.scope()).picodollars()));
    }

    /** Adds the entries up, in the open transaction, and returns those that a cap refuses. */
    Set<Entry> post(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.stream().allMatch(entry -> entry.change().equals(Usd.ZERO))) {
            return Set.of();
        }
        Map<Scope, Account> accounts = new LinkedHashMap<>();
        Sql.query(connection, LOCK, Account::read, runId).forEach(account -> accounts.put(account.scope, account));
        Set<Entry> refused = new HashSet<>();
        Set<Account> changed = new HashSet<>();
        for (Entry entry : entries) {
            List<Account> ofEntry = new ArrayList<>();
            for (Scope scope : entry.scopes()) {
                Account account = accounts.get(scope);
                if (account != null) {
                    ofEntry.add(account);
                }
            }
            boolean isOpening = entry.change().compareTo(Usd.ZERO) > 0;
            // A day that has no account yet has no share of the day's cap either.
            boolean isKnown = ofEntry.size() == entry.scopes().size();
            if (isOpening && !(isKnown && ofEntry.stream().allMatch(account -> account.fits(entry.change())))) {
                refused.add(entry);
            } else {
                ofEntry.forEach(account -> account.charged = account.charged.plus(entry.change()));
                changed.addAll(ofEntry);
            }
        }
        Sql.batch(
                connection,
                SETTLE,
                List.copyOf(changed),
                (parameters, account) -> parameters
                        .add(account.charged.picodollars())
                        .add(runId)
                        .add(account.scope.kind().name())
                        .add(account.scope.name()));
        return refused;
    }
}
