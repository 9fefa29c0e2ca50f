package io.weighbridge.trainer.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.JsonOutput;
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
 * Which units have certified what: a lake's {@code certifications/}, one file a use. Trying on one set until something
 * passes would certify anything, so the j-th test that reads a unit may err with probability δ·2⁻ʲ only, and all tests of
 * any one set err together with at most δ. The same test of the same set again is the same use: it cannot end otherwise.
 */
final class CertificationLedger {
    static final String FORMAT = "weighbridge-certification-use/1";

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
     * @param number of this use of its units, from 1
     */
    record Use(String set, int number) {}

    /** First line of a file; the units follow, one hash a line, ascending. */
    private record Entry(String format, Instant at, String purpose, String set, String design, int use, int units) {}

    /**
     * Records a use before the set is read. It stays recorded whatever comes of it.
     *
     * @param units ids of the set's units
     * @param design hash of everything the test has fixed beforehand
     * @param purpose the command and what it works on, for people
     */
    Use record(Collection<String> units, String design, String purpose, Instant at) throws IOException {
        String set = Sha256.hex(new TreeSet<>(units));
        Set<String> hashes = units.stream()
                .map(unit -> Sha256.hex(unit).substring(0, HASH_DIGITS))
                .collect(Collectors.toCollection(TreeSet::new));
        Files.createDirectories(directory);
        synchronized (CertificationLedger.class) { // a file lock keeps other processes out, not other threads
            return recordAlone(hashes, set, design, purpose, at);
        }
    }

    private Use recordAlone(Set<String> hashes, String set, String design, String purpose, Instant at)
            throws IOException {
        try (FileChannel lock = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            Objects.requireNonNull(held);
            int use = 1;
            List<Path> earlier = earlier();
            for (Path file : earlier) {
                JsonNode entry = entry(file);
                if (entry.path("set").asText().equals(set)
                        && entry.path("design").asText().equals(design)) {
                    return new Use(set, entry.path("use").asInt());
                }
                if (sharesAUnit(file, hashes)) {
                    use++;
                }
            }
            write(new Entry(FORMAT, at, purpose, set, design, use, hashes.size()), hashes, earlier.size() + 1);
            return new Use(set, use);
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
            if (!entry.path("format").asText().equals(FORMAT)
                    || entry.path("use").asInt() < 1) {
                throw new JobFailedException(
                        file + ": format: this build reads " + FORMAT + ", was \""
                                + entry.path("format").asText() + "\"",
                        null);
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new JobFailedException(file + ": must begin with a line of JSON", e);
        }
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
