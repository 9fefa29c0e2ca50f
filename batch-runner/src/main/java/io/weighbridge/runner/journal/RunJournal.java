package io.weighbridge.runner.journal;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The run's own row: what it was started with. */
public final class RunJournal {
    private final String runId;
    private final Sql sql;

    public RunJournal(DataSource database, String runId) {
        this.runId = runId;
        this.sql = new Sql(database);
    }

    /** What the run was started with; empty where it has not begun. */
    public Optional<RunInputs> inputs() {
        List<RunInputs> rows = sql.query(
                "select policy_sha256, workload_sha256 from weighbridge_run where run_id = ?",
                row -> new RunInputs(row.getString(1), row.getString(2)),
                runId);
        return rows.stream().findFirst();
    }

    /**
     * @param owner names the run's folder: another lake's run of the same name is another run
     * @throws IllegalStateException if the run was begun with other inputs, or by another lake
     */
    public void begin(RunInputs inputs, String owner) {
        Optional<RunInputs> earlier = inputs();
        if (earlier.isEmpty()) {
            sql.update(
                    "insert into weighbridge_run (run_id, policy_sha256, workload_sha256, owner) values (?, ?, ?, ?)",
                    runId,
                    inputs.policySha256(),
                    inputs.workloadSha256(),
                    owner);
            return;
        }
        String owning = sql.query(
                        "select coalesce(owner, ?) from weighbridge_run where run_id = ?",
                        row -> row.getString(1),
                        owner,
                        runId)
                .getFirst();
        if (!owning.equals(owner)) {
            throw new IllegalStateException("run " + runId + " of this database belongs to another lake");
        }
        if (!earlier.get().equals(inputs)) {
            throw new IllegalStateException("run " + runId + " was started with another policy or workload: "
                    + earlier.get() + ", now " + inputs);
        }
    }
}
