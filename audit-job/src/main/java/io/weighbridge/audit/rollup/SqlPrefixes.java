package io.weighbridge.audit.rollup;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.SqlRollup.DayTotals;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** What prompts share, from the calls of {@link SqlRollup} that use a provider's cache: by day, tenant and model, what they save. */
final class SqlPrefixes {
    private SqlPrefixes() {}

    /**
     * A call that uses a provider's cache.
     *
     * @param day for which it is looked at
     * @param owner whose cache it is: tenant and model
     * @param counts whether it is of that day, and not of one before
     * @param tokens null where they are not counted, or the cost of the call is not known
     * @param hashes of the beginnings of its prompt, at least one
     */
    record User(
            LocalDate day,
            String owner,
            long micros,
            boolean counts,
            CallGroup group,
            @Nullable PromptTokens tokens,
            ArrayList<Long> hashes)
            implements SqlRollup.Part {

        /** Null where the prompt is not long enough. */
        static @Nullable User of(Cells cells, LocalDate day, boolean counts) {
            List<Long> hashes = cells.listOrNull("prefix_hashes");
            if (hashes == null) {
                return null;
            }
            boolean isMetered =
                    cells.wholeOrNull("spend_picodollars") != null && cells.wholeOrNull("input_tokens") != null;
            return new User(
                    day,
                    cells.text("owner"),
                    cells.whole("micros"),
                    counts,
                    SqlRollup.group(cells),
                    isMetered ? tokens(cells) : null,
                    new ArrayList<>(hashes));
        }

        private static PromptTokens tokens(Cells cells) {
            return PromptTokens.of(
                    orZero(cells, Measure.REMAINING_INPUT_TOKENS.column()),
                    orZero(cells, Measure.REMAINING_CACHE_READ_TOKENS.column())
                            + orZero(cells, Measure.REMAINING_CACHE_WRITE_5M_TOKENS.column())
                            + orZero(cells, Measure.REMAINING_CACHE_WRITE_1H_TOKENS.column()),
                    orZero(cells, Measure.REMAINING_AUDIO_INPUT_TOKENS.column()),
                    orZero(cells, Measure.REMAINING_CACHED_AUDIO_INPUT_TOKENS.column()),
                    orZero(cells, "prompt_bytes"));
        }

        private static long orZero(Cells cells, String column) {
            return Objects.requireNonNullElse(cells.wholeOrNull(column), 0L);
        }
    }

    /** @param minutes how long a provider keeps a beginning after its last use */
    static List<DayTotals> totals(JavaRDD<User> users, int minutes) {
        return users.mapToPair(user -> new Tuple2<>(new Tuple2<>(user.day(), user.owner()), user))
                .groupByKey()
                .flatMap(ofOne -> totals(ofOne._1()._1(), ofOne._2(), minutes).iterator())
                .collect();
    }

    private static List<DayTotals> totals(LocalDate day, Iterable<User> ofOneCache, int minutes) {
        List<User> users = new ArrayList<>();
        ofOneCache.forEach(users::add);
        users.sort(Comparator.comparingLong(User::micros));
        List<DayTotals> totals = new ArrayList<>();
        sums(users, minutes)
                .forEach((group, sums) ->
                        totals.add(new DayTotals(day, new GroupTotals(group, sums, CallTraffic.none()))));
        return totals;
    }

    /** @param users of one day and cache, in order of time */
    private static Map<CallGroup, long[]> sums(List<User> users, int minutes) {
        Prefixes prefixes = new Prefixes();
        PrefixSteps steps = new PrefixSteps(users.size());
        PrefixPass pass = new PrefixPass(minutes, steps);
        for (int i = 0; i < users.size(); i++) {
            prefixes.begin(i);
            users.get(i).hashes().forEach(prefixes::add);
            pass.add(
                    users.get(i).counts() ? i : PrefixPass.EARLIER,
                    prefixes,
                    i,
                    users.get(i).micros());
        }
        Map<CallGroup, long[]> sums = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            PromptTokens tokens = users.get(i).tokens();
            if (users.get(i).counts() && tokens != null) {
                long[] sum = sums.computeIfAbsent(users.get(i).group(), unused -> new long[Measure.values().length]);
                long read = tokens.read(steps.read(i));
                sum[Measure.REMAINING_PREFIX_CALLS.ordinal()] += read > 0 ? 1 : 0;
                sum[Measure.REMAINING_PREFIX_TOKENS.ordinal()] += read;
                sum[Measure.REMAINING_PREFIX_WRITE_TOKENS.ordinal()] += tokens.written(steps.read(i), steps.written(i));
            }
        }
        return sums;
    }
}
