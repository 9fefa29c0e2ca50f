package io.weighbridge.audit.rollup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.rollup.RequestPass.Fate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** An hour of conversations with ids of the first eight 512-token blocks of each prompt: a block is a step. */
@EnabledIfSystemProperty(named = "weighbridge.data", matches = ".+")
class PrefixPassRealDataTest {
    private static final Path TRACE =
            Path.of(System.getProperty("weighbridge.data", ""), "mooncake_conversation_trace/requests.csv.gz");
    private static final int BLOCK = 512;
    private static final long FEWEST_TOKENS = 1_024;
    private static final List<Integer> EVERY_BLOCK = List.of(1, 2, 3, 4, 5, 6, 7, 8);
    private static final long MINUTE = 60_000_000L;
    private static final List<Call> CALLS = new ArrayList<>();

    private record Call(long micros, long tokens, List<Integer> blocks) {}

    @BeforeAll
    static void read() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(TRACE)), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",")).forEach(cells -> {
                long tokens = Long.parseLong(cells[1]);
                CALLS.add(new Call(
                        Long.parseLong(cells[0]) * 1_000,
                        tokens,
                        // The last block may be a part of one.
                        Arrays.stream(cells[4].split(" "))
                                .limit(tokens / BLOCK)
                                .map(Integer::valueOf)
                                .toList()));
            });
        }
    }

    @Test
    void aFourteenthOfAllTokensIsCacheableForFiveMinutesAndMoreForAnHour() {
        long tokens = CALLS.stream().mapToLong(Call::tokens).sum();

        assertEquals(76_789_065L, tokens);
        assertEquals(5_797_888L, read(5, EVERY_BLOCK), "7.55 %, of the first 4,096 tokens of each prompt alone");
        assertEquals(7_222_272L, read(60, EVERY_BLOCK), "9.41 %");
    }

    /** At 4 bytes a token, 4, 6, 8, 12 and 16 KiB. */
    @Test
    void twoStepsToADoublingFind99PercentOfItAndOneStep96() {
        assertEquals(5_730_304L, read(5, List.of(2, 3, 4, 6, 8)));
        assertEquals(5_553_152L, read(5, List.of(2, 4, 8)));
    }

    @Test
    void aSearchThroughAllCallsFindsTheSame() {
        long searched = 0;
        Map<List<Integer>, List<Integer>> users = new HashMap<>();
        for (int i = 0; i < CALLS.size(); i++) {
            Call call = CALLS.get(i);
            int read = 0;
            for (int blocks = 1; blocks <= call.blocks().size(); blocks++) {
                List<Integer> before =
                        users.computeIfAbsent(call.blocks().subList(0, blocks), unused -> new ArrayList<>());
                long first = call.micros();
                for (int other : before.reversed()) {
                    if (first - CALLS.get(other).micros() >= 5 * MINUTE) {
                        break;
                    }
                    first = CALLS.get(other).micros();
                }
                read = call.micros() - first >= PrefixPass.READABLE_AFTER ? blocks : read;
                before.add(i);
            }
            searched += tokens(read);
        }

        assertEquals(searched, read(5, EVERY_BLOCK));
    }

    private static long tokens(int blocks) {
        long tokens = (long) blocks * BLOCK;
        return tokens < FEWEST_TOKENS ? 0 : tokens;
    }

    /**
     * Tokens that a cache would have served.
     *
     * @param ends after how many blocks a beginning is known
     */
    private static long read(int minutes, List<Integer> ends) {
        Requests requests = new Requests();
        for (Call call : CALLS) {
            requests.prefixes().begin(requests.size());
            long key = 0;
            for (int i = 0; i < call.blocks().size(); i++) {
                key = (key + call.blocks().get(i) + 1) * 0x9E3779B97F4A7C15L;
                key ^= key >>> 29;
                if (ends.contains(i + 1)) {
                    requests.prefixes().add(key);
                }
            }
            requests.add(false, 0, 0, call.micros(), true, false);
        }
        Fate[] fates = new Fate[requests.size()];
        Arrays.fill(fates, Fate.REMAINS);
        PrefixSteps steps = SharedPrefixes.steps(requests, fates, List.of(), 0, minutes);
        long tokens = 0;
        for (int call = 0; call < requests.size(); call++) {
            tokens += tokens(steps.read(call) == 0 ? 0 : ends.get(steps.read(call) - 1));
        }
        return tokens;
    }
}
