package io.weighbridge.runner.journal;

import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.SharedAccounts.Entry;
import io.weighbridge.runner.provider.Verdict;
import io.weighbridge.tokenlog.Usd;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a run: each is opened, at its worst case, before it is sent and ended when its reply is in, durably
 * both times. What is open when a run starts again has an unknown fate.
 */
public final class AttemptJournal implements AutoCloseable {
    private static final String OPEN = """
            insert into weighbridge_attempt (run_id, line, attempt, sends, started_at, worst_case, charge, submission, model,
              judged_attempt, judged_swapped, reused)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String SEND_AGAIN =
            "update weighbridge_attempt set sends = ? where run_id = ? and line = ? and attempt = ?";
    private static final String END = """
            update weighbridge_attempt
            set sends = ?, verdict = ?, charge = ?, cost = ?, status_code = ?, request_id = ?, latency_millis = ?, error = ?, reply = ?
            where run_id = ? and line = ? and attempt = ?""";
    private static final String COLUMNS = """
            a.line, a.attempt, a.sends, a.started_at, a.worst_case, a.charge, a.cost, a.verdict, a.status_code,
            a.request_id, a.latency_millis, a.error, a.reply, a.submission, a.model,
            a.judged_attempt, a.judged_swapped, a.reused""";

    private final String runId;
    private final Sql sql;
    private final GroupCommit<Entry> commits;
    private final JournalListener listener;

    public AttemptJournal(DataSource database, String runId) {
        this(database, runId, Fence.NONE, JournalListener.NOBODY);
    }

    public AttemptJournal(DataSource database, String runId, Fence fence, JournalListener listener) {
        this(database, runId, fence, listener, null);
    }

    /** @param accounts which the caps of attempts are held against; null where this process holds them against its own */
    public AttemptJournal(
            DataSource database,
            String runId,
            Fence fence,
            JournalListener listener,
            @Nullable SharedAccounts accounts) {
        this.listener = listener;
        this.runId = runId;
        this.sql = new Sql(database, fence);
        this.commits = new GroupCommit<>(database, (connection, group) -> {
            fence.check(connection);
            Set<Entry> refused = accounts == null ? Set.of() : accounts.post(connection, group);
            write(
                    connection,
                    group.stream()
                            .filter(entry -> !refused.contains(entry))
                            .map(Entry::attempt)
                            .toList());
            return refused;
        });
    }

    /**
     * Records, durably, that the attempt is about to be sent; for a second send of an open attempt, that again.
     *
     * @param scopes in which it is charged
     * @return false if a cap that processes share does not allow it; then nothing is recorded
     */
    public boolean open(Attempt attempt, List<Scope> scopes) {
        Usd reserved = attempt.sends() <= 1 ? attempt.worstCase() : Usd.ZERO;
        return commits.commit(new Entry(attempt, reserved, scopes));
    }

    /**
     * Records, durably, how the attempt ended, or what verification made of its answer.
     *
     * @param scopes in which it is charged
     */
    public void end(Attempt attempt, AttemptEnding ending, List<Scope> scopes) {
        Attempt ended = attempt.endedBy(ending);
        Usd before = attempt.ending() == null
                ? attempt.worstCase()
                : attempt.ending().charge();
        commits.commit(new Entry(ended, ending.charge().minus(before), scopes));
        if (attempt.open()) {
            listener.ended(ended);
        }
    }

    /** Records, durably and in one commit, an attempt that took an answer without a call. */
    public void recordReused(Attempt attempt) {
        sql.transaction("record a reused answer", connection -> write(connection, List.of(attempt.begun(), attempt)));
        listener.ended(attempt);
    }

    /** Everything recorded and reserved so far in a scope of the run, what its cap is held against. */
    public Usd charged(Scope scope) {
        return switch (scope.kind()) {
            case RUN -> charged("");
            case DAY -> {
                OffsetDateTime from =
                        LocalDate.parse(scope.name()).atStartOfDay().atOffset(ZoneOffset.UTC);
                yield charged(" and a.started_at >= ? and a.started_at < ?", from, from.plusDays(1));
            }
            case TENANT -> charged(" and i.tenant = ?", scope.name());
            case TEAM -> charged(" and i.team = ?", scope.name());
            case AGENT -> charged(" and i.agent = ?", scope.name());
            case MODEL -> charged(" and coalesce(a.model, i.model) = ?", scope.name());
        };
    }

    private Usd charged(String condition, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(runId));
        all.addAll(List.of(arguments));
        return sql.query(
                        "select coalesce(sum(a.charge), 0) from weighbridge_attempt a"
                                + " left join weighbridge_item i on i.run_id = a.run_id and i.line = a.line"
                                + " where a.run_id = ?" + condition,
                        row -> new Usd(row.getBigDecimal(1).longValueExact()),
                        all.toArray())
                .getFirst();
    }

    /** Attempts of items without an outcome, in order: what an earlier process left. */
    public List<Attempt> unfinished() {
        return sql.query(
                "select " + COLUMNS
                        + " from weighbridge_attempt a join weighbridge_item i on i.run_id = a.run_id and i.line = a.line"
                        + " where a.run_id = ? and i.outcome is null order by a.line, a.attempt",
                AttemptJournal::attempt,
                runId);
    }

    /** Attempts of the items from one line to another, both included, in order. */
    public List<Attempt> between(long firstLine, long lastLine) {
        return sql.query(
                "select " + COLUMNS
                        + " from weighbridge_attempt a where a.run_id = ? and a.line between ? and ?"
                        + " order by a.line, a.attempt",
                AttemptJournal::attempt,
                runId,
                firstLine,
                lastLine);
    }

    /**
     * Open attempts of a batch from one line behind another, in order.
     *
     * @param limit at most so many
     */
    public List<Attempt> openOf(int submission, long behindLine, int limit) {
        return sql.query(
                "select " + COLUMNS
                        + " from weighbridge_attempt a where a.run_id = ? and a.submission = ? and a.verdict is null"
                        + " and a.line > ? order by a.line limit " + limit,
                AttemptJournal::attempt,
                runId,
                submission,
                behindLine);
    }

    /** Those of a batch's attempts at the given lines that are open. */
    public List<Attempt> openAt(int submission, List<Long> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(runId, submission));
        arguments.addAll(lines);
        return sql.query(
                "select " + COLUMNS
                        + " from weighbridge_attempt a where a.run_id = ? and a.submission = ? and a.verdict is null"
                        + " and a.line in (" + String.join(", ", Collections.nCopies(lines.size(), "?")) + ")",
                AttemptJournal::attempt,
                arguments.toArray());
    }

    /** All attempts at the given lines, in order. */
    public List<Attempt> at(List<Long> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Object> arguments = new ArrayList<>(List.of(runId));
        arguments.addAll(lines);
        return sql.query(
                "select " + COLUMNS + " from weighbridge_attempt a where a.run_id = ? and a.line in ("
                        + String.join(", ", Collections.nCopies(lines.size(), "?")) + ") order by a.line, a.attempt",
                AttemptJournal::attempt,
                arguments.toArray());
    }

    /**
     * Lines behind another, in order, of items without an outcome that have a model's answer to be verified.
     *
     * @param limit at most so many
     */
    public List<Long> linesToJudge(long behindLine, int limit) {
        return sql.query(
                "select i.line from weighbridge_item i where i.run_id = ? and i.line > ? and i.outcome is null"
                        + " and exists (select 1 from weighbridge_attempt a where a.run_id = i.run_id and a.line = i.line"
                        + " and a.verdict = ? and a.judged_attempt is null and a.reused is null)"
                        + " order by i.run_id, i.line limit " + limit,
                row -> row.getLong(1),
                runId,
                behindLine,
                Verdict.UNVERIFIED.label());
    }

    /**
     * Lines of the items that only calls bring further: an attempt was sent alone and has no recorded reply, or an answer has yet
     * to be verified.
     */
    public Set<Long> linesLeftToCalls() {
        return new HashSet<>(sql.query(
                "select line from weighbridge_attempt"
                        + " where run_id = ? and ((submission is null and verdict is null) or verdict = ?)",
                row -> row.getLong(1),
                runId,
                Verdict.UNVERIFIED.label()));
    }

    /** Records, durably and in one commit, how attempts ended. */
    public void endAll(List<Attempt> ended) {
        sql.transaction("end attempts", connection -> write(connection, ended));
        ended.forEach(listener::ended);
    }

    /** Records, durably and in one commit, what verification made of answers. */
    public void verifyAll(List<Attempt> verified) {
        sql.transaction("verify answers", connection -> write(connection, verified));
    }

    void write(Connection connection, List<Attempt> group) throws SQLException {
        List<Attempt> opened = new ArrayList<>();
        List<Attempt> sentAgain = new ArrayList<>();
        List<Attempt> ended = new ArrayList<>();
        for (Attempt attempt : group) {
            if (!attempt.open()) {
                ended.add(attempt);
            } else if (attempt.sends() <= 1) {
                opened.add(attempt);
            } else {
                sentAgain.add(attempt);
            }
        }
        Sql.batch(connection, OPEN, opened, this::bindOpened);
        Sql.batch(
                connection,
                SEND_AGAIN,
                sentAgain,
                (parameters, attempt) -> parameters
                        .add(attempt.sends())
                        .add(runId)
                        .add(attempt.line())
                        .add(attempt.number()));
        Sql.batch(connection, END, ended, this::bindEnded);
    }

    private void bindOpened(Sql.Parameters parameters, Attempt attempt) throws SQLException {
        parameters
                .add(runId)
                .add(attempt.line())
                .add(attempt.number())
                .add(attempt.sends())
                .add(attempt.startedAt().atOffset(ZoneOffset.UTC))
                .add(attempt.worstCase().picodollars())
                .add(attempt.worstCase().picodollars())
                .add(attempt.submission())
                .add(attempt.model())
                .add(attempt.judging() == null ? null : attempt.judging().attempt())
                .add(attempt.judging() == null ? null : attempt.judging().swapped())
                .add(attempt.reused() == null ? null : attempt.reused().label());
    }

    private void bindEnded(Sql.Parameters parameters, Attempt attempt) throws SQLException {
        AttemptEnding ending = attempt.ending();
        if (ending == null) {
            throw new IllegalArgumentException("attempt " + attempt.line() + "/" + attempt.number() + " is open");
        }
        parameters
                .add(attempt.sends())
                .add(ending.verdict())
                .add(ending.charge().picodollars())
                .add(ending.cost() == null ? null : ending.cost().picodollars())
                .add(ending.statusCode())
                .add(ending.requestId())
                .add(ending.latencyMillis())
                .add(ending.error())
                .add(ending.reply())
                .add(runId)
                .add(attempt.line())
                .add(attempt.number());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                row.getLong("line"),
                row.getInt("attempt"),
                row.getInt("sends"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                new Usd(row.getLong("worst_case")),
                row.getString("model"),
                judging(row),
                reused(row),
                row.getObject("submission", Integer.class),
                ending(row));
    }

    private static @Nullable Judging judging(ResultSet row) throws SQLException {
        Integer attempt = row.getObject("judged_attempt", Integer.class);
        return attempt == null ? null : new Judging(attempt, row.getBoolean("judged_swapped"));
    }

    private static @Nullable ReusedFrom reused(ResultSet row) throws SQLException {
        String label = row.getString("reused");
        return label == null ? null : ReusedFrom.ofLabel(label);
    }

    private static @Nullable AttemptEnding ending(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        if (verdict == null) {
            return null;
        }
        Long cost = row.getObject("cost", Long.class);
        return new AttemptEnding(
                verdict,
                new Usd(row.getLong("charge")),
                cost == null ? null : new Usd(cost),
                row.getObject("status_code", Integer.class),
                row.getString("request_id"),
                row.getObject("latency_millis", Long.class),
                row.getString("error"),
                row.getString("reply"));
    }

    @Override
    public void close() {
        commits.close();
    }
}
