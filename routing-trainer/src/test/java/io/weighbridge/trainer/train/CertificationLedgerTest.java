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
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationLedgerTest {
    @TempDir
    private Path lake;

    @Test
    void anotherProcedureThatReadsAUnitHasHalfTheErrorOfTheOneBefore() throws IOException {
        assertEquals(1, use(List.of("a", "b"), "one").number());
        assertEquals(2, use(List.of("b", "c"), "two").number());
        assertEquals(3, use(List.of("b"), "three").number());
        assertEquals(2, use(List.of("c"), "one").number());
        assertEquals(1, use(List.of("d"), "two").number());
    }

    @Test
    void theNightsOfOneProcedureShareItsErrorWhateverTheyRead() throws IOException {
        assertEquals(new Spent(1, 1, 0.0125), spent(test(List.of("a", "b"), "first night", "nightly")));
        assertEquals(new Spent(1, 2, 0.05 / 12), spent(test(List.of("b", "c"), "second night", "nightly")));
        assertEquals(new Spent(1, 3, 0.05 / 24), spent(test(List.of("d"), "third night", "nightly")));
        assertEquals(new Spent(2, 1, 0.05 / 8), spent(test(List.of("b"), "first night", "weekly")));
    }

    @Test
    void allTestsThatReadAUnitErrTogetherWithAtMostTheError() throws IOException {
        double[] errors = new double[19];
        SplittableRandom random = new SplittableRandom(1);
        for (int test = 0; test < 60; test++) {
            int first = random.nextInt(15);
            List<String> units = IntStream.range(first, first + 5)
                    .mapToObj(Integer::toString)
                    .toList();
            double error = test(units, "test " + test, "procedure " + random.nextInt(6))
                    .share(0.05);
            units.forEach(unit -> errors[Integer.parseInt(unit)] += error);
        }
        for (double error : errors) {
            assertTrue(error > 0 && error <= 0.05, "error " + error);
        }
    }

    @Test
    void theSameTestOfTheSameSetIsTheSameUse() throws IOException {
        CertificationLedger.Use first = use(List.of("a", "b"), "one");
        use(List.of("a", "b"), "two");

        assertEquals(first, use(List.of("b", "a"), "one"));
    }

    @Test
    void aUseOfBeforeWindowsWereCountedIsAProcedureOfItsOwn() throws IOException {
        Path directory = Files.createDirectories(lake.resolve("certifications"));
        Files.writeString(
                directory.resolve("00000001.txt"),
                "{\"format\":\"weighbridge-certification-use/1\",\"set\":\"s\",\"design\":\"one\",\"use\":1,\"units\":1}\n"
                        + "ca978112ca1bbdca\n");

        assertEquals(2, use(List.of("a"), "one").number());
        assertEquals(1, use(List.of("b"), "one").number());
    }

    @Test
    void aUseNamesItsSetAndItsUnitsByHashes() throws IOException {
        CertificationLedger.Use use = use(List.of("a", "b"), "one");

        List<String> lines = Files.readAllLines(lake.resolve("certifications/00000001.txt"));
        assertEquals(
                "{\"format\":\"weighbridge-certification-use/2\",\"at\":\"1970-01-01T00:00:00Z\",\"purpose\":\"test\","
                        + "\"set\":\"" + use.set()
                        + "\",\"design\":\"one\",\"procedure\":\"one\",\"use\":1,\"window\":1,\"units\":2}",
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
        Files.writeString(directory.resolve("00000001.txt"), "{\"format\":\"weighbridge-certification-use/3\"}\n");

        JobFailedException error = assertThrows(JobFailedException.class, () -> use(List.of("a"), "one"));
        assertTrue(
                String.valueOf(error.getMessage())
                        .endsWith("00000001.txt: format: this build reads weighbridge-certification-use/1"
                                + " and weighbridge-certification-use/2, was \"weighbridge-certification-use/3\""),
                error.getMessage());
    }

    private record Spent(int use, int window, double error) {}

    private static Spent spent(CertificationLedger.Use use) {
        return new Spent(use.number(), use.window(), use.share(0.05));
    }

    /** A test that is made once. */
    private CertificationLedger.Use use(List<String> units, String design) throws IOException {
        return test(units, design, design);
    }

    private CertificationLedger.Use test(List<String> units, String design, String procedure) throws IOException {
        return new CertificationLedger(lake)
                .record(units, new CertificationLedger.Test(design, procedure, "test"), Instant.EPOCH);
    }
}
