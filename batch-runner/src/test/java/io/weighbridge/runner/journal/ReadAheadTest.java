package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ReadAheadTest {
    @Test
    void whatTheReadingFailedWithComesOutAsItIs() {
        JournalException gone = new JournalException("select", new IllegalStateException("gone"));
        ReadAhead<String> failed = ReadAhead.begin(() -> {
            throw gone;
        });

        assertSame(gone, assertThrows(JournalException.class, failed::get));
        failed.await();
        assertEquals("known", ReadAhead.of("known").get());
    }
}
