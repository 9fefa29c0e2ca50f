package io.weighbridge.audit.lake;

import io.weighbridge.cli.JobFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps jobs that delete files apart from jobs that write them: any number of writers, or one that deletes. Each job has a
 * file in {@code _leases/}, touched every few seconds and deleted at its end; a file that was not touched for
 * {@link #EXPIRY} belongs to a job that died. A job makes its file first and looks for others' then, so that of two
 * that start at once at least one sees the other.
 */
public final class LakeLease implements AutoCloseable {
    /** After this a job that shows no sign of life is dead. */
    static final Duration EXPIRY = Duration.ofMinutes(1);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    private static final String FOLDER = "_leases";
    private static final String WRITER = "writer-";
    private static final String DELETER = "deleter-";

    private final FileSystem files;
    private final Path file;
    private final ScheduledExecutorService heart;

    private LakeLease(FileSystem files, Path file) {
        this.files = files;
        this.file = file;
        this.heart = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("lake-lease").factory());
        touch();
        heart.scheduleAtFixedRate(this::touch, SIGN_OF_LIFE.toMillis(), SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @throws JobFailedException if a job is deleting files */
    public static LakeLease toWrite(Lake lake) {
        return take(lake, WRITER, DELETER, "is deleting files of the lake");
    }

    /** @throws JobFailedException if another job is writing or deleting, or died less than a minute ago */
    public static LakeLease toDelete(Lake lake) {
        return take(lake, DELETER, "", "is at work on the lake");
    }

    private static LakeLease take(Lake lake, String kind, String excluded, String problem) {
        Path folder = lake.path(FOLDER);
        LakeLease lease = new LakeLease(lake.files(), new Path(folder, kind + UUID.randomUUID()));
        try {
            lease.requireNoOther(folder, excluded, problem, Clock.systemUTC());
            return lease;
        } catch (IOException e) {
            lease.close();
            throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void requireNoOther(Path folder, String excluded, String problem, Clock clock) throws IOException {
        for (FileStatus other : files.listStatus(folder)) {
            String name = other.getPath().getName();
            if (name.equals(file.getName()) || !(name.startsWith(WRITER) || name.startsWith(DELETER))) {
                continue;
            }
            boolean isDead = other.getModificationTime() < clock.millis() - EXPIRY.toMillis();
            if (isDead) {
                files.delete(other.getPath(), false);
            } else if (name.startsWith(excluded)) {
                throw new JobFailedException(
                        folder.getParent().toUri().getPath() + ": another job " + problem
                                + ", or died less than a minute ago",
                        "the same command in a minute",
                        null);
            }
        }
    }

    private void touch() {
        try {
            files.create(file, true).close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        try {
            if (!heart.awaitTermination(10, TimeUnit.SECONDS)) {
                return; // expires by itself
            }
            files.delete(file, false);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be deleted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
