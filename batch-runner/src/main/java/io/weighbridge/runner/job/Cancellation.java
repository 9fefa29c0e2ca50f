package io.weighbridge.runner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Whether somebody wants a run to stop: a file in its folder says so, also to a process on another machine. Nothing new is begun
 * then; what is in flight ends. Starting the run again takes it back.
 */
public final class Cancellation implements BooleanSupplier {
    private static final String FILE_NAME = ".cancelled";
    private static final long NANOS_BETWEEN_LOOKS = 200_000_000;

    private final Path file;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile boolean isWanted;

    Cancellation(Path runDirectory) {
        this.file = runDirectory.resolve(FILE_NAME);
    }

    /** Asks the process that works on a run, now or later, to stop. */
    public static void ask(Path runDirectory) throws IOException {
        Files.writeString(runDirectory.resolve(FILE_NAME), "");
    }

    public static boolean isAsked(Path runDirectory) {
        return Files.exists(runDirectory.resolve(FILE_NAME));
    }

    static void takeBack(Path runDirectory) throws IOException {
        Files.deleteIfExists(runDirectory.resolve(FILE_NAME));
    }

    @Override
    public boolean getAsBoolean() {
        long look = nextLook.get();
        long now = System.nanoTime();
        if (!isWanted && now - look >= 0 && nextLook.compareAndSet(look, now + NANOS_BETWEEN_LOOKS)) {
            isWanted = Files.exists(file);
        }
        return isWanted;
    }
}
