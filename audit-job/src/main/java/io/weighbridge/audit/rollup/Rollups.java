package io.weighbridge.audit.rollup;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.audit.spend.SpendLine;
import io.weighbridge.cli.TaskRule;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The rollups of a lake, a file for each day, made when they are first asked for. A file's name is a hash of everything that it depends on: the
 * data files of its day and of the days that may have filled the cache, task rules, the caches' lifetimes. So a late row makes its own day's
 * rollup anew and those of the days whose cache it may fill; no rollup is ever out of date; and one that a killed job left half
 * written has no name yet.
 */
public final class Rollups {
    /** Changes when the same calls would give another rollup. */
    private static final String VERSION = "weighbridge-rollup/3";

    private static final int NAME_DIGITS = 32;
    /** So that tasks of unequal days are done at the same time; each reads the requests of the days before its first. */
    private static final int TASKS_PER_CORE = 2;

    private final Lake lake;
    private final List<TaskRule> rules;
    private final CacheLifetimes lifetimes;
    private final boolean readsPrompts;

    /**
     * @param lake pinned, or not changed meanwhile
     * @param rules that give calls their task
     */
    public Rollups(Lake lake, List<TaskRule> rules, CacheLifetimes lifetimes) {
        this(lake, rules, lifetimes, true);
    }

    private Rollups(Lake lake, List<TaskRule> rules, CacheLifetimes lifetimes, boolean readsPrompts) {
        this.lake = lake;
        this.rules = List.copyOf(rules);
        this.lifetimes = lifetimes;
        this.readsPrompts = readsPrompts;
    }

    /** The same as if nothing were known of prompts and answers but whether requests are equal. */
    public Rollups withoutPrompts() {
        return new Rollups(lake, rules, lifetimes, false);
    }

    /** What was spent in a window. */
    public SpendLedger ledger(@Nullable LocalDate from, @Nullable LocalDate to) {
        return ledger(days(from, to));
    }

    public static SpendLedger ledger(List<DayRollup> days) {
        List<SpendLine> lines = new ArrayList<>();
        for (DayRollup day : days) {
            day.groups().forEach(group -> lines.add(group.spend(day.day())));
        }
        return new SpendLedger(lines);
    }

    /**
     * Each day of a window that has calls, in order of time.
     *
     * @param from null is the first day there is; {@code to} likewise the last
     */
    public List<DayRollup> days(@Nullable LocalDate from, @Nullable LocalDate to) {
        List<RollupDay> wanted = plan(from, to);
        try {
            make(missing(wanted));
            List<DayRollup> days = new ArrayList<>();
            for (RollupDay day : wanted) {
                days.add(RollupFile.read(lake.files(), new Path(day.file()), day.day()));
            }
            return days;
        } catch (IOException e) {
            throw new UncheckedIOException(lake.path("rollups") + ": cannot be read or written: " + e.getMessage(), e);
        }
    }

    /** Reads the columns that rollups are made of, and does nothing with them: what no way of making them can do without. */
    public void scan() {
        JavaSparkContext spark = new JavaSparkContext(lake.spark().sparkContext());
        List<List<RollupDay>> runs = runs(plan(null, null), TASKS_PER_CORE * spark.defaultParallelism());
        RollupTask task = RollupTask.of(lake.spark(), rules, lifetimes, readsPrompts);
        spark.parallelize(runs, runs.size()).foreach(task::scan);
    }

    /** The days of a window, and where their rollups are or will be. */
    List<RollupDay> plan(@Nullable LocalDate from, @Nullable LocalDate to) {
        NavigableMap<LocalDate, List<CallFile>> files = lake.callFiles().stream()
                .collect(Collectors.groupingBy(CallFile::day, TreeMap::new, Collectors.toList()));
        List<RollupDay> wanted = new ArrayList<>();
        for (LocalDate day : files.keySet()) {
            if ((from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to))) {
                wanted.add(day(day, files));
            }
        }
        return wanted;
    }

    private RollupDay day(LocalDate day, NavigableMap<LocalDate, List<CallFile>> files) {
        List<List<CallFile>> before = List.copyOf(
                files.subMap(day.minusDays(lifetimes.daysBefore()), day).values());
        List<CallFile> own = files.getOrDefault(day, List.of());
        String dependsOn = String.join(
                "\n",
                VERSION,
                rules.toString(),
                lifetimes.toString() + (readsPrompts ? "" : " without prompts"),
                names(own),
                before.stream().map(Rollups::names).toList().toString());
        String name = Sha256.hex(dependsOn).substring(0, NAME_DIGITS);
        return new RollupDay(
                day,
                own,
                before,
                lake.path("rollups/day=" + day + "/" + name + ".parquet").toString());
    }

    /** Of files: Delta gives each another name. */
    private static String names(List<CallFile> files) {
        return files.stream()
                .map(file -> new Path(file.path()).getName())
                .sorted()
                .toList()
                .toString();
    }

    private List<RollupDay> missing(List<RollupDay> wanted) throws IOException {
        List<RollupDay> missing = new ArrayList<>();
        for (RollupDay day : wanted) {
            if (!lake.files().exists(new Path(day.file()))) {
                missing.add(day);
            }
        }
        return missing;
    }

    private void make(List<RollupDay> days) throws IOException {
        if (days.isEmpty()) {
            return;
        }
        Set<LocalDate> left = days.stream().allMatch(RollupDay::isWhole) ? scan(days) : all(days);
        List<RollupDay> byQuery =
                days.stream().filter(day -> left.contains(day.day())).toList();
        if (byQuery.isEmpty()) {
            return;
        }
        List<DayRollup> made = new SqlRollup(
                        readsPrompts ? lake.calls() : SqlRollup.withoutPrompts(lake.calls()), rules, lifetimes)
                .days(byQuery.stream().map(RollupDay::day).toList());
        for (int i = 0; i < made.size(); i++) {
            RollupFile.write(
                    lake.files(), new Path(byQuery.get(i).file()), made.get(i).groups());
        }
    }

    /** Makes the rollups of those days whose calls' tasks can be told from names; the other days. */
    private Set<LocalDate> scan(List<RollupDay> days) {
        JavaSparkContext spark = new JavaSparkContext(lake.spark().sparkContext());
        List<List<RollupDay>> runs = runs(days, TASKS_PER_CORE * spark.defaultParallelism());
        RollupTask task = RollupTask.of(lake.spark(), rules, lifetimes, readsPrompts);
        return Set.copyOf(
                spark.parallelize(runs, runs.size()).flatMap(task::run).collect());
    }

    private static Set<LocalDate> all(List<RollupDay> days) {
        return days.stream().map(RollupDay::day).collect(Collectors.toSet());
    }

    /** Days that follow each other, of about equal size together. */
    private static List<List<RollupDay>> runs(List<RollupDay> days, int most) {
        long bytes = days.stream().mapToLong(RollupDay::bytes).sum();
        List<List<RollupDay>> runs = new ArrayList<>();
        long before = 0;
        for (RollupDay day : days) {
            int run = (int) Math.min(most - 1, (before + day.bytes() / 2) * most / Math.max(1, bytes));
            if (run >= runs.size()) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(day);
            before += day.bytes();
        }
        return runs;
    }
}
