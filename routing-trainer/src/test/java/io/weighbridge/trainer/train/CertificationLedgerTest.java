package io.weighbridge.trainer.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationLedgerTest {
    @TempDir
    private Path lake;

    @Test
    void everyTestThatReadsAUnitIsAUseOfIt() throws IOException {
        assertEquals(1, use(List.of("a", "b"), "one").number());
        assertEquals(2, use(List.of("b", "c"), "one").number());
        assertEquals(3, use(List.of("b"), "two").number());
        assertEquals(1, use(List.of("d"), "one").number());
    }

    @Test
    void theSameTestOfTheSameSetIsTheSameUse() throws IOException {
        CertificationLedger.Use first = use(List.of("a", "b"), "one");
        use(List.of("a", "b"), "two");

        assertEquals(first, use(List.of("b", "a"), "one"));
    }

    @Test
    void aUseNamesItsSetAndItsUnitsByHashes() throws IOException {
        CertificationLedger.Use use = use(List.of("a", "b"), "one");

        List<String> lines = Files.readAllLines(lake.resolve("certifications/00000001.txt"));
        assertEquals(
                "{\"format\":\"weighbridge-certification-use/1\",\"at\":\"1970-01-01T00:00:00Z\",\"purpose\":\"test\","
                        + "\"set\":\"" + use.set() + "\",\"design\":\"one\",\"use\":1,\"units\":2}",
                lines.getFirst());
        assertEquals(List.of("3e23e8160039594a", "ca978112ca1bbdca"), lines.subList(1, 3));
    }

    @Test
    void aUseIsNotLostToAnotherProcessOrThread() {
        List<Integer> numbers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return use(List.of("a"), "design " + i).number();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertEquals(IntStream.rangeClosed(1, 8).boxed().toList(), numbers);
    }

    @Test
    void anEntryOfAnotherVersionIsRefused() throws IOException {
        Path directory = Files.createDirectories(lake.resolve("certifications"));
        Files.writeString(directory.resolve("00000001.txt"), "{\"format\":\"weighbridge-certification-use/2\"}\n");

        JobFailedException error = assertThrows(JobFailedException.class, () -> use(List.of("a"), "one"));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("00000001.txt: format: this build reads weighbridge-certification-use/1,"
                                + " was \"weighbridge-certification-use/2\""),
                error.getMessage());
    }

    private CertificationLedger.Use use(List<String> units, String design) throws IOException {
        return new CertificationLedger(lake).record(units, design, "test", Instant.EPOCH);
    }
}
