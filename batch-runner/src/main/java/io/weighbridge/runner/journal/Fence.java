package io.weighbridge.runner.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps a process that has lost its work to another from writing: each transaction of the journal asks first. Where a file lock keeps
 * others out there is nothing to ask.
 */
@FunctionalInterface
public interface Fence {
    Fence NONE = connection -> {};

    /**
     * Returns if the work is still this process's, and stays so until the transaction ends.
     *
     * @throws WorkLostException if another process has taken it over
     */
    void check(Connection connection) throws SQLException;
}
