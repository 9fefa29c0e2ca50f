package io.weighbridge.trainer.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.evidence.ErrorBudget;
import io.weighbridge.tokenlog.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which units have certified what: a lake's {@code certifications/}, one file a test. Trying on one set until something
 * passes would certify anything, so tests share one error. The k-th procedure that reads a unit has δ·2⁻ᵏ for all of its
 * tests; its w-th test, such as that of the w-th night, may err with the share 1 / (w (w + 1)) of that. So all tests of one
 * procedure ever, and all tests that read any one unit, err together with at most δ. The same test of the same set again is
 * the same use: it cannot end otherwise.
 */
final class CertificationLedger {
    static final String FORMAT = "weighbridge-certification-use/2";

    /** Of before windows were counted: each test was a procedure of its own. */
    private static final String FIRST_FORMAT = "weighbridge-certification-use/1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_DIGITS = 16;

    private final Path directory;

    CertificationLedger(Path lake) {
        directory = lake.resolve("certifications");
    }

    /**
     * One use of a set.
     *
     * @param set SHA-256 of the set's unit ids in order, each ended by a zero byte
     * @param number k: how many procedures have read a unit of the set, this one with them
     * @param window w: how many tests the procedure has made in this lake, this one with them
     */
    record Use(String set, int number, int window) {
        /** @param error δ of all tests together */
        double share(double error) {
            return ErrorBudget.shareOfWindow(ErrorBudget.share(error, number), window);
        }
    }

    /**
     * What is tested.
     *
     * @param design hash of everything the test has fixed beforehand
     * @param procedure hash of what people decide about it, and what stays as it is when the same is done with the data of
     *     another night
     * @param purpose the command and what it works on, for people
     */
    record Test(String design, String procedure, String purpose) {}

    /** First line of a file; the units follow, one hash a line, ascending. */
    private record Entry(
            String format,
            Instant at,
            String purpose,
            String set,
            String design,
            String procedure,
            int use,
            int window,
            int units) {}

    /**
     * Records a use before the set is read. It stays recorded whatever comes of it.
     *
     * @param units ids of the set's units
     */
    Use record(Collection<String> units, Test test, Instant at) throws IOException {
        String set = Sha256.hex(new TreeSet<>(units));
        Set<String> hashes = units.stream()
                .map(unit -> Sha256.hex(unit).substring(0, HASH_DIGITS))
                .collect(Collectors.toCollection(TreeSet::new));
        Files.createDirectories(directory);
        synchronized (CertificationLedger.class) { // a file lock keeps other processes out, not other threads
            return recordAlone(hashes, set, test, at);
        }
    }

    private Use recordAlone(Set<String> hashes, String set, Test test, Instant at) throws IOException {
        try (FileChannel lock = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            Objects.requireNonNull(held);
            int window = 1;
            Set<String> others = new TreeSet<>();
            List<Path> earlier = earlier();
            for (Path file : earlier) {
                JsonNode entry = entry(file);
                String procedure = procedure(file, entry);
                boolean isOwn = procedure.equals(test.procedure());
                if (isOwn
                        && entry.path("set").asText().equals(set)
                        && entry.path("design").asText().equals(test.design())) {
                    return new Use(
                            set, entry.path("use").asInt(), entry.path("window").asInt());
                }
                if (isOwn) {
                    window++;
                } else if (!others.contains(procedure) && sharesAUnit(file, hashes)) {
                    others.add(procedure);
                }
            }
            Use use = new Use(set, others.size() + 1, window);
            Entry entry = new Entry(
                    FORMAT,
                    at,
                    test.purpose(),
                    set,
                    test.design(),
                    test.procedure(),
                    use.number(),
                    window,
                    hashes.size());
            write(entry, hashes, earlier.size() + 1);
            return use;
        }
    }

    private List<Path> earlier() throws IOException {
        try (Stream<Path> listed = Files.list(directory)) {
            return listed.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode entry(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            JsonNode entry = JSON.readTree(Objects.requireNonNullElse(lines.readLine(), ""));
            String format = entry.path("format").asText();
            if (!(format.equals(FORMAT) || format.equals(FIRST_FORMAT))
                    || entry.path("use").asInt() < 1) {
                throw new JobFailedException(
                        file + ": format: this build reads " + FIRST_FORMAT + " and " + FORMAT + ", was \""
                                + entry.path("format").asText() + "\"",
                        null);
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new JobFailedException(file + ": must begin with a line of JSON", e);
        }
    }

    private static String procedure(Path file, JsonNode entry) {
        return entry.path("procedure").asText(file.toString());
    }

    private static boolean sharesAUnit(Path file, Set<String> hashes) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).anyMatch(hashes::contains);
        }
    }

    private void write(Entry entry, Set<String> hashes, int number) throws IOException {
        Path file = directory.resolve("%08d.txt".formatted(number));
        Path unfinished = directory.resolve(".%08d".formatted(number));
        Files.writeString(unfinished, JsonOutput.line(entry) + "\n" + String.join("\n", hashes) + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
