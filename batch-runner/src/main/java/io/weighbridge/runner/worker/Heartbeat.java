package io.weighbridge.runner.worker;

import io.weighbridge.runner.journal.JournalException;
import io.weighbridge.runner.journal.Partition;
import java.time.Duration;

/** Renews a lease while its partition is worked on, and hears whether it is lost or the run is to stop, and who else is at work. */
final class Heartbeat implements AutoCloseable {
    private final Partition partition;
    private final Runnable share;
    private final Duration interval;
    private final Thread thread;
    private volatile boolean isStopping;

    private Heartbeat(Partition partition, Runnable share, Duration interval) {
        this.partition = partition;
        this.share = share;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("lease").unstarted(this::beat);
    }

    /** @param share takes this worker's part of what all workers share */
    static Heartbeat start(Partition partition, Runnable share, Duration interval) {
        Heartbeat heartbeat = new Heartbeat(partition, share, interval);
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
            boolean isToStop = partition.renew() != Partition.Lease.RENEWED;
            share.run();
            return isToStop;
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
