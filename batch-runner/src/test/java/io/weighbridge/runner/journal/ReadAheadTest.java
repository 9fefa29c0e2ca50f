package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    @Test
    void whatTheJournalFailedWithComesOutAsItIs() {
        JournalException gone = new JournalException("select", new IllegalStateException("gone"));
        ReadAhead<String> failed = ReadAhead.begin(() -> {
            throw gone;
        });

        assertSame(gone, assertThrows(JournalException.class, failed::get));
    }

    @Test
    void otherFailuresKeepTheirCause() {
        ReadAhead<String> failed = ReadAhead.begin(() -> {
            throw new IllegalArgumentException("wrong");
        });

        assertInstanceOf(
                IllegalArgumentException.class,
                assertThrows(CompletionException.class, failed::get).getCause());
        assertEquals("known", ReadAhead.of("known").get());
    }
}
