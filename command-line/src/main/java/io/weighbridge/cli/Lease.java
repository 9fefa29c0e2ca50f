package io.weighbridge.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The right of one process to work on something: a lock on a file of a local disk. The operating system takes it back when
 * the process ends, however that happens, so that there is nothing to expire and nothing to clean up.
 */
public final class Lease implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final FileChannel channel;

    private Lease(FileChannel channel) {
        this.channel = channel;
    }

    /** The lease, or empty while another process holds it. The file stays when it is given back. */
    public static Optional<Lease> tryTake(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Lease(channel));
            }
        } catch (OverlappingFileLockException e) {
            // This process holds it already.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /**
     * Waits for the lease.
     *
     * @throws JobFailedException with {@link ExitStatus#TRY_LATER} if another process still holds it after that time
     */
    static Lease take(Path file, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Lease> lease = tryTake(file);
            if (lease.isPresent()) {
                return lease.get();
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new JobFailedException(
                        ExitStatus.TRY_LATER,
                        file + ": another process has held this lease for " + patience.toSeconds() + " s",
                        null);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
