package io.weighbridge.runner.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run: each is reserved with all its attempts before it is sent, and named when it is created, durably
 * both times. One that was sent and has no name may exist at the provider.
 */
public final class SubmissionJournal {
    private static final int LONGEST_PROBLEM = 1_000;
    private static final String COLUMNS = "submission, provider, model, requests, sends, sent_at, batch_id";
    private static final String RESERVE = """
            insert into weighbridge_submission (run_id, submission, provider, model, requests, sends, ended,
              duplicate_lines, foreign_lines, malformed_lines)
            values (?, ?, ?, ?, ?, 0, false, 0, 0, 0)""";

    private final String runId;
    private final Sql sql;
    private final AttemptJournal attempts;

    public SubmissionJournal(DataSource database, String runId, Fence fence, AttemptJournal attempts) {
        this.runId = runId;
        this.sql = new Sql(database, fence);
        this.attempts = attempts;
    }

    /** What a batch did, for the run's summary. */
    public record Record(Submission submission, boolean ended, SubmissionEnd end) {}

    public int nextNumber() {
        return sql.query(
                        "select coalesce(max(submission), 0) + 1 from weighbridge_submission where run_id = ?",
                        row -> row.getInt(1),
                        runId)
                .getFirst();
    }

    /** Records a batch and its attempts, all or none, before any of it is sent. */
    public void reserve(Submission submission, List<Attempt> ofSubmission) {
        if (submission.number() == 1) {
            sql.transaction("prepare for batches", JournalSchema::prepareForBatches);
        }
        sql.transaction("reserve", connection -> {
            Sql.batch(
                    connection,
                    RESERVE,
                    List.of(submission),
                    (parameters, value) -> parameters
                            .add(runId)
                            .add(value.number())
                            .add(value.provider())
                            .add(value.model())
                            .add(value.requests()));
            attempts.write(connection, ofSubmission);
        });
    }

    /** Records that the creation is about to be asked for. */
    public void sending(Submission submission) {
        if (submission.sentAt() == null) {
            throw new IllegalArgumentException("submission " + submission.number() + " has no time");
        }
        sql.update(
                "update weighbridge_submission set sends = ?, sent_at = ? where run_id = ? and submission = ?",
                submission.sends(),
                submission.sentAt().atOffset(ZoneOffset.UTC),
                runId,
                submission.number());
    }

    /** Records the provider's name for it; null where it turned out that the batch never began. */
    public void created(Submission submission) {
        sql.batch(
                "update weighbridge_submission set batch_id = ? where run_id = ? and submission = ?",
                List.of(submission),
                (parameters, value) ->
                        parameters.add(value.batchId()).add(runId).add(value.number()));
    }

    public void end(Submission submission, SubmissionEnd end) {
        sql.batch(
                """
                update weighbridge_submission
                set ended = true, duplicate_lines = ?, foreign_lines = ?, malformed_lines = ?, problem = ?
                where run_id = ? and submission = ?""",
                List.of(end),
                (parameters, value) -> parameters
                        .add(value.duplicateLines())
                        .add(value.foreignLines())
                        .add(value.malformedLines())
                        .add(bounded(value.problem()))
                        .add(runId)
                        .add(submission.number()));
    }

    /** Batches that have not ended, in order. */
    public List<Submission> open() {
        return sql.query(
                "select " + COLUMNS
                        + " from weighbridge_submission where run_id = ? and ended = false order by submission",
                SubmissionJournal::submission,
                runId);
    }

    /** All batches, in order. */
    public List<Record> all() {
        return sql.query(
                "select " + COLUMNS + ", ended, duplicate_lines, foreign_lines, malformed_lines, problem"
                        + " from weighbridge_submission where run_id = ? order by submission",
                row -> new Record(
                        submission(row),
                        row.getBoolean("ended"),
                        new SubmissionEnd(
                                row.getInt("duplicate_lines"),
                                row.getInt("foreign_lines"),
                                row.getInt("malformed_lines"),
                                row.getString("problem"))),
                runId);
    }

    /** The provider's names of all batches of every run in this database. */
    public Set<String> batchIds() {
        return new TreeSet<>(sql.query(
                "select batch_id from weighbridge_submission where batch_id is not null", row -> row.getString(1)));
    }

    private static Submission submission(ResultSet row) throws SQLException {
        OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
        return new Submission(
                row.getInt("submission"),
                row.getString("provider"),
                row.getString("model"),
                row.getInt("requests"),
                row.getInt("sends"),
                sentAt == null ? null : sentAt.toInstant(),
                row.getString("batch_id"));
    }

    private static @Nullable String bounded(@Nullable String problem) {
        return problem == null || problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM);
    }
}
