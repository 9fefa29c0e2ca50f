package io.weighbridge.runner;

import io.weighbridge.runner.job.Cancellation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Locale;

/** Where a run stands, told by its folder. */
enum RunState {
    /** Every item has ended. */
    ENDED,
    /** A process works on it. */
    RUNNING,
    /** A process works on it and is asked to stop. */
    CANCELLING,
    /** It was asked to stop, and has items left. */
    CANCELLED,
    /** Items wait for a larger budget. */
    WAITING,
    /** Its process ended before it handed anything over; to be resumed. */
    BROKEN_OFF,
    /** Its journal is in a database that does not answer. */
    UNKNOWN;

    private static final String JOURNAL = ".journal.mv.db";

    /**
     * Whether a process holds a run in a database.
     *
     * @see RunHolders
     */
    interface Holding {
        boolean isHeld(Path runDirectory, String runId) throws SQLException, IOException;
    }

    static RunState of(RunDirectories directories, String runId, Holding holding) throws IOException {
        if (directories.finished(runId)) {
            return ENDED;
        }
        boolean isCancelled = Cancellation.isAsked(directories.directory(runId));
        try {
            if (isLocked(directories.directory(runId).resolve(JOURNAL))
                    || holding.isHeld(directories.directory(runId), runId)) {
                return isCancelled ? CANCELLING : RUNNING;
            }
        } catch (SQLException e) {
            return UNKNOWN;
        }
        if (isCancelled) {
            return CANCELLED;
        }
        return Files.exists(directories.directory(runId).resolve("run.json")) ? WAITING : BROKEN_OFF;
    }

    /** The process of a run holds its journal locked for as long as it lives. */
    private static boolean isLocked(Path journal) throws IOException {
        if (!Files.exists(journal)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** As output spells it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
