package io.weighbridge.runner.reuse;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Which requests are being asked, so that an equal one can wait for their answer. */
final class EqualRequests {
    private final Map<String, CountDownLatch> asked = new ConcurrentHashMap<>();

    /**
     * Returns at once if no equal request is being asked: equal ones then wait until the turn is ended. Else returns once that one has
     * ended. Whoever waited does not hold others up: of requests whose answers cannot be kept, only the first is waited for.
     */
    Reuse.Turn enter(String key) throws InterruptedException {
        CountDownLatch mine = new CountDownLatch(1);
        CountDownLatch other = asked.putIfAbsent(key, mine);
        if (other != null) {
            other.await();
            return Reuse.Turn.FREE;
        }
        return () -> {
            asked.remove(key);
            mine.countDown();
        };
    }
}
