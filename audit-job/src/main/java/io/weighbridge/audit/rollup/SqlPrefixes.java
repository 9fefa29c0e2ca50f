package io.weighbridge.audit.rollup;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.rollup.SqlRollup.DayTotals;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What prompts share, from the rows of {@link SqlRollup}: first the calls that use a provider's cache, then, by tenant and model, what they
 * save.
 */
final class SqlPrefixes {
    private SqlPrefixes() {}

    private static boolean isOfItsDay(Row row) {
        return row.<LocalDate>getAs("day").equals(row.<LocalDate>getAs("for_day"));
    }

    /** Of calls in the order of day, request and time, those that use the cache with prompts that are long enough. */
    record Users(CacheLifetimes lifetimes) implements FlatMapFunction<Iterator<Row>, Row> {
        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Remaining(rows, lifetimes);
        }
    }

    private static final class Remaining implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final CacheLifetimes lifetimes;
        private final Queue<Row> found = new ArrayDeque<>();
        private @Nullable RequestPass<Row> pass;
        private @Nullable LocalDate day;

        Remaining(Iterator<Row> rows, CacheLifetimes lifetimes) {
            this.rows = rows;
            this.lifetimes = lifetimes;
        }

        @Override
        public boolean hasNext() {
            while (found.isEmpty() && rows.hasNext()) {
                read(rows.next());
            }
            return !found.isEmpty();
        }

        @Override
        public Row next() {
            return found.remove();
        }

        private void read(Row row) {
            LocalDate forDay = row.getAs("for_day");
            RequestPass<Row> present = pass;
            if (present == null || !forDay.equals(day)) {
                finish();
                present = new RequestPass<>(lifetimes.answerHours(), (call, fate) -> add(call.of(), fate));
                pass = present;
                day = forDay;
            }
            RequestedCall<Row> call = SqlRollup.call(row, forDay);
            present.add(call);
            if (!call.counts() && call.answered() && call.micros() >= lifetimes.firstPrefixMicros(forDay)) {
                add(row, Fate.REMAINS);
            }
            if (!rows.hasNext()) {
                finish();
            }
        }

        private void finish() {
            if (pass != null) {
                pass.finish();
            }
        }

        private void add(Row row, Fate fate) {
            if (fate == Fate.REMAINS && new Cells(row).listOrNull("prefix_hashes") != null) {
                found.add(row);
            }
        }
    }

    /** Adds up what calls save that are in the order of day, tenant and model, and time. */
    record Totals(CacheLifetimes lifetimes) implements FlatMapFunction<Iterator<Row>, DayTotals> {
        @Override
        public Iterator<DayTotals> call(Iterator<Row> rows) {
            List<DayTotals> totals = new ArrayList<>();
            OneCache cache = null;
            while (rows.hasNext()) {
                Row row = rows.next();
                if (cache == null || !cache.isOf(row)) {
                    addTotals(cache, totals);
                    cache = new OneCache(row);
                }
                cache.add(row);
            }
            addTotals(cache, totals);
            return totals.iterator();
        }

        private void addTotals(@Nullable OneCache cache, List<DayTotals> totals) {
            if (cache != null) {
                cache.sums(lifetimes.prefixMinutes())
                        .forEach((group, sums) -> totals.add(
                                new DayTotals(cache.day, new GroupTotals(group, sums, new LatencyHistogram()))));
            }
        }
    }

    /** The calls of one day, tenant and model. */
    private static final class OneCache {
        private final LocalDate day;
        private final String owner;
        private final Prefixes prefixes = new Prefixes();
        private final List<User> users = new ArrayList<>();

        OneCache(Row row) {
            this.day = row.getAs("for_day");
            this.owner = row.getAs("owner");
        }

        boolean isOf(Row row) {
            return day.equals(row.<LocalDate>getAs("for_day")) && owner.equals(row.<String>getAs("owner"));
        }

        void add(Row row) {
            Cells cells = new Cells(row);
            prefixes.begin(users.size());
            cells.<Long>list("prefix_hashes").forEach(prefixes::add);
            boolean isMetered =
                    cells.wholeOrNull("spend_picodollars") != null && cells.wholeOrNull("input_tokens") != null;
            users.add(new User(
                    cells.whole("micros"), isOfItsDay(row), SqlRollup.group(cells), isMetered ? tokens(cells) : null));
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

        Map<CallGroup, long[]> sums(int minutes) {
            PrefixSteps steps = new PrefixSteps(users.size());
            PrefixPass pass = new PrefixPass(minutes, steps);
            for (int i = 0; i < users.size(); i++) {
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
                    long[] sum =
                            sums.computeIfAbsent(users.get(i).group(), unused -> new long[Measure.values().length]);
                    long read = tokens.read(steps.read(i));
                    sum[Measure.REMAINING_PREFIX_CALLS.ordinal()] += read > 0 ? 1 : 0;
                    sum[Measure.REMAINING_PREFIX_TOKENS.ordinal()] += read;
                    sum[Measure.REMAINING_PREFIX_WRITE_TOKENS.ordinal()] +=
                            tokens.written(steps.read(i), steps.written(i));
                }
            }
            return sums;
        }
    }

    /** @param tokens null where they are not counted, or the cost of the call is not known */
    private record User(
            long micros,
            boolean counts,
            CallGroup group,
            @Nullable PromptTokens tokens) {}
}
