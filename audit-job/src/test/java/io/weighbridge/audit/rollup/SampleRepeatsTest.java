package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.audit.CommandRun;
import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.month.MonthWriter;
import io.weighbridge.samples.month.Repeat;
import io.weighbridge.samples.month.SampleCallId;
import io.weighbridge.samples.truth.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two days of sample calls through a real ingest, of which the generator says which ask again what an earlier one asked, and how. Calls of
 * which the log does not show it, because another model was asked or no answer came, cannot be found and are counted apart.
 */
class SampleRepeatsTest {
    private static final int CALLS = 12_000;
    private static final int A_DAY = 24;
    private static final long SEED = 20261124;
    /** Of the sample's ticket and account numbers. */
    private static final String REFERENCE = "[0-9]{13}";

    @TempDir
    static Path folder = Path.of(".");

    private static final Contents CONTENTS = new Contents(SEED);
    private static final Map<String, Fate> FATES = new TreeMap<>();
    private static final Map<String, Asked> ASKED = new HashMap<>();

    /** @param micros since 1970 */
    private record Asked(
            String tenant, String model, String ownTask, boolean answered, boolean cutOff, long micros, String prompt) {
        boolean mayBeAnsweredBy(Asked earlier) {
            return tenant.equals(earlier.tenant)
                    && model.equals(earlier.model)
                    && earlier.answered
                    && !earlier.cutOff
                    && earlier.micros < micros
                    && micros - earlier.micros < A_DAY * PromptPass.HOUR;
        }

        boolean mayBeAnsweredAsNearlyTheSame(Asked earlier) {
            return ownTask.equals(earlier.ownTask) && mayBeAnsweredBy(earlier);
        }

        /** Whether nothing but the reference differs, and a short addition. */
        boolean saysNoLessThan(Asked other) {
            String words = prompt.replaceAll(REFERENCE, "#");
            String othersWords = other.prompt.replaceAll(REFERENCE, "#");
            return words.startsWith(othersWords) && words.length() <= othersWords.length() + 100;
        }
    }

    @BeforeAll
    static void generateAndIngest() throws IOException {
        SharedSpark.session();
        MonthPlan plan =
                MonthPlan.of(SEED, World.MIXED, CALLS).withDays(2).withDraws(0).withNextDayCalls(0);
        new MonthWriter(plan, folder).write(days -> {});
        CommandRun run = CommandRun.of(
                "ingest",
                "--lake",
                folder.resolve("lake").toString(),
                folder.resolve("logs").toString());
        assertEquals(0, run.status(), run.err());
        Lake lake = Lake.at(SharedSpark.session(), folder.resolve("lake").toString());
        readCalls(lake);
        FATES.putAll(CallFates.of(lake));
    }

    private static void readCalls(Lake lake) {
        for (Row row : lake.calls()
                .selectExpr(
                        "call_id",
                        "tenant",
                        "model",
                        "coalesce(task, '')",
                        "status",
                        "coalesce(finish_reason, '') = 'length'",
                        "unix_micros(occurred_at)",
                        "prompt")
                .collectAsList()) {
            ASKED.put(
                    row.getString(0),
                    new Asked(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4).equals("ok"),
                            row.getBoolean(5),
                            row.getLong(6),
                            row.getString(7)));
        }
    }

    @Test
    void nearRepeatsAreFoundAndNoOtherRequestIsMergedWithThem() {
        int planted = 0;
        int findable = 0;
        int found = 0;
        int plantedFound = 0;
        int recalled = 0;
        int sameWords = 0;
        for (Map.Entry<String, Fate> call : FATES.entrySet()) {
            Asked asked = asked(call.getKey());
            boolean isPlanted = repeat(call.getKey()) == Repeat.NEAR;
            boolean isFindable = isPlanted
                    && asked.answered()
                    && source(call.getKey())
                            .filter(asked::mayBeAnsweredAsNearlyTheSame)
                            .isPresent();
            boolean isFound = call.getValue() == Fate.NEAR;
            planted += isPlanted ? 1 : 0;
            findable += isFindable ? 1 : 0;
            found += isFound ? 1 : 0;
            plantedFound += isFound && isPlanted ? 1 : 0;
            recalled += isFound && isFindable ? 1 : 0;
            if (isFound
                    && ASKED.values().stream()
                            .anyMatch(one -> asked.mayBeAnsweredAsNearlyTheSame(one) && asked.saysNoLessThan(one))) {
                sameWords++;
            }
        }
        System.out.printf(
                "near-duplicates in %,d calls: %d planted, %d of them findable, recall %d of %d; %d found, precision %.3f"
                        + " by plan, %.3f by words%n",
                FATES.size(),
                planted,
                findable,
                recalled,
                findable,
                found,
                plantedFound / (double) found,
                sameWords / (double) found);
        assertTrue(findable > 350, "enough are planted");
        assertTrue(recalled >= 0.98 * findable, "a repeat of what was itself taken from the cache may be missed");
        assertEquals(found, sameWords, "what is found says what an earlier call said");
        assertTrue(plantedFound >= 0.7 * found, "few of the others happen to say the same");
    }

    @Test
    void exactRepeatsAreFoundAndNothingIsMergedWithAnotherPrompt() {
        int findable = 0;
        int recalled = 0;
        int found = 0;
        for (Map.Entry<String, Fate> call : FATES.entrySet()) {
            Asked asked = asked(call.getKey());
            boolean isFindable = repeat(call.getKey()) == Repeat.EXACT
                    && asked.answered()
                    && source(call.getKey()).filter(asked::mayBeAnsweredBy).isPresent();
            findable += isFindable ? 1 : 0;
            if (call.getValue() == Fate.REPEATED) {
                found++;
                assertTrue(
                        ASKED.values().stream()
                                .anyMatch(one -> asked.mayBeAnsweredBy(one)
                                        && one.prompt().equals(asked.prompt())),
                        call.getKey());
            }
            recalled += isFindable && call.getValue() == Fate.REPEATED ? 1 : 0;
        }
        System.out.printf("exact duplicates: recall %d of %d, %d found, 0 false merges%n", recalled, findable, found);
        assertEquals(findable, recalled);
        assertTrue(findable > 250, "enough are planted");
    }

    private static Asked asked(String id) {
        return Objects.requireNonNull(ASKED.get(id));
    }

    private static Repeat repeat(String id) {
        return isAttempt(id) ? Repeat.ORIGINAL : CONTENTS.repeat(SampleCallId.row(id));
    }

    /** The call that asked it first; empty where all its attempts failed. */
    private static Optional<Asked> source(String id) {
        long row = CONTENTS.unit(SampleCallId.row(id)).hiddenRow();
        return Optional.ofNullable(ASKED.get(SampleCallId.of(row)));
    }

    /** Attempts that failed have ids of their own. */
    private static boolean isAttempt(String id) {
        return id.contains("failed");
    }
}
