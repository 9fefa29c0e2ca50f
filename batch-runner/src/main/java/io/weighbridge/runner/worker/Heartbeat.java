package io.weighbridge.runner.worker;

import io.weighbridge.runner.journal.JournalException;
import io.weighbridge.runner.journal.Partition;
import java.time.Duration;

/** Renews a lease while its partition is worked on, and hears whether it is lost or the run is to stop. */
final class Heartbeat implements AutoCloseable {
    private final Partition partition;
    private final Duration interval;
    private final Thread thread;
    private volatile boolean isStopping;

    private Heartbeat(Partition partition, Duration interval) {
        this.partition = partition;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("lease").unstarted(this::beat);
    }

    static Heartbeat start(Partition partition, Duration interval) {
        Heartbeat heartbeat = new Heartbeat(partition, interval);
        heartbeat.thread.start();
        return heartbeat;
    }

    /** Whether nothing more is to be begun. */
    boolean isStopping() {
        return isStopping;
    }

    private void beat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(interval);
                isStopping |= isToStop();
            }
        } catch (InterruptedException e) {
            // The work is done.
        }
    }

    private boolean isToStop() {
        try {
            return partition.renew() != Partition.Lease.RENEWED;
        } catch (JournalException e) {
            // Commits tell whether the database is away for good; the lease may outlast a pause.
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
