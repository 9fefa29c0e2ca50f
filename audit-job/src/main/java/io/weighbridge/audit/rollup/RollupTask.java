package io.weighbridge.audit.rollup;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.cli.TaskRule;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Adds up days on Spark's workers, one after the other, so that the calls of one are at hand for the next. */
record RollupTask(
        DayScan.Readers readers, ArrayList<TaskRule> rules, CacheLifetimes lifetimes, SerializableConfiguration hadoop)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    static RollupTask of(SparkSession spark, List<TaskRule> rules, CacheLifetimes lifetimes, boolean readsPrompts) {
        return new RollupTask(
                DayScan.Readers.of(spark, readsPrompts),
                new ArrayList<>(rules),
                lifetimes,
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    }

    private DayScan scan() {
        return new DayScan(readers, rules, lifetimes, hadoop.value());
    }

    /** Reads what {@link #run} reads of these days' own calls. */
    void scan(List<RollupDay> days) throws IOException {
        for (RollupDay day : days) {
            scan().scan(day.files());
        }
    }

    /** Makes the rollups of these days; those that it cannot make, because a call's task is not told by names. */
    Iterator<LocalDate> run(List<RollupDay> days) throws IOException {
        List<LocalDate> left = new ArrayList<>();
        DayScan scan = scan();
        Map<LocalDate, DayCalls> read = new HashMap<>();
        for (RollupDay day : days) {
            List<DayCalls> before = new ArrayList<>();
            Map<LocalDate, DayCalls> needed = new HashMap<>();
            for (List<CallFile> files : day.before()) {
                LocalDate date = files.getFirst().day();
                DayCalls calls = read.containsKey(date) ? read.get(date) : scan.calls(files);
                before.add(calls);
                needed.put(date, calls);
            }
            DayCalls own = scan.calls(day.files());
            Path file = new Path(day.file());
            List<GroupTotals> totals = scan.totals(day.day(), day.files(), own, before);
            if (totals == null) {
                left.add(day.day());
            } else {
                RollupFile.write(file.getFileSystem(hadoop.value()), file, totals);
            }
            needed.put(day.day(), own);
            read = needed;
        }
        return left.iterator();
    }
}
