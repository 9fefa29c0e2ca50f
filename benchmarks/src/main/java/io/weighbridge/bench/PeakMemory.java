package io.weighbridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Watches the peak resident memory of another process, where the system tells it (Linux, {@code VmHWM} in proc(5)). */
final class PeakMemory implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;
    private static final String LINE = "VmHWM:";

    private final AtomicLong bytes = new AtomicLong(-1);
    private final Thread watcher;

    private PeakMemory(Path status) {
        watcher = Thread.ofVirtual().unstarted(() -> watch(status));
    }

    static PeakMemory of(ProcessHandle process) {
        PeakMemory memory = new PeakMemory(Path.of("/proc", Long.toString(process.pid()), "status"));
        memory.watcher.start();
        return memory;
    }

    /** Empty where the system does not tell. */
    OptionalLong bytes() {
        return bytes.get() < 0 ? OptionalLong.empty() : OptionalLong.of(bytes.get());
    }

    private void watch(Path status) {
        try {
            while (!Thread.interrupted()) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith(LINE)) {
                        bytes.set(1024 * Long.parseLong(line.replaceAll("\\D", "")));
                    }
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            // The process ended, or nobody wants to know any more.
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
