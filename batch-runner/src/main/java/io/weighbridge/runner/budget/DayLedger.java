package io.weighbridge.runner.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the runs of a lake share a day's cap. A run takes all that the others have left before it sends anything, and gives
 * back what it did not spend when its process ends; the share of one that was killed stays taken until it goes on. So the cap
 * holds whatever happens, and of two runs at once the second may have to wait for the first.
 */
public final class DayLedger {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final String runId;
    private final Usd cap;
    private final Set<String> days = new TreeSet<>();

    /** @param runs folder of the runs of the lake, on a local disk */
    public DayLedger(Path runs, String runId, Usd cap) {
        this.folder = runs.resolve(".days");
        this.runId = runId;
        this.cap = cap;
    }

    /** The name of a day's scope. */
    public static Scope scope(LocalDate day) {
        return new Scope(Scope.Kind.DAY, day.toString());
    }

    /** Takes what the other runs have left of a day. */
    public synchronized Usd take(String day) {
        days.add(day);
        return change(day, others -> cap.compareTo(others) > 0 ? cap.minus(others) : Usd.ZERO);
    }

    /** Gives back what of each day's share was not spent. */
    public synchronized void giveBack(Budget budget) {
        for (String day : days) {
            Usd spent = budget.charged(new Scope(Scope.Kind.DAY, day));
            change(day, others -> spent);
        }
        days.clear();
    }

    private interface Share {
        Usd given(Usd others);
    }

    private Usd change(String day, Share share) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(day + ".json");
            try (FileChannel lock = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                ObjectNode shares =
                        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
                Usd mine = share.given(others(shares));
                shares.put(runId, mine.toString());
                AtomicFile.write(file, (shares + "\n").getBytes(StandardCharsets.UTF_8));
                return held.isValid() ? mine : Usd.ZERO;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the day's spend cannot be read or written", e);
        }
    }

    private Usd others(ObjectNode shares) {
        Usd sum = Usd.ZERO;
        for (Iterator<Map.Entry<String, JsonNode>> runs = shares.fields(); runs.hasNext(); ) {
            Map.Entry<String, JsonNode> run = runs.next();
            if (!run.getKey().equals(runId)) {
                sum = sum.plus(Usd.parse(run.getValue().asText()));
            }
        }
        return sum;
    }
}
