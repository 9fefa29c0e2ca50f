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

/** Adds up days on Spark's workers, one after the other, so that the requests of one are at hand for the next. */
record RollupTask(
        DayScan.Readers readers, ArrayList<TaskRule> rules, CacheLifetimes lifetimes, SerializableConfiguration hadoop)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    static RollupTask of(SparkSession spark, List<TaskRule> rules, CacheLifetimes lifetimes) {
        return new RollupTask(
                DayScan.Readers.of(spark),
                new ArrayList<>(rules),
                lifetimes,
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    }

    /** Reads what {@link #run} reads of these days' own calls. */
    void scan(List<RollupDay> days) throws IOException {
        for (RollupDay day : days) {
            for (CallFile file : day.files()) {
                readers.request().read(file.path(), file.bytes(), batch -> {});
                readers.sums().read(file.path(), file.bytes(), batch -> {});
            }
        }
    }

    /** Makes the rollups of these days; those that it cannot make, because a call's task is not told by names. */
    Iterator<LocalDate> run(List<RollupDay> days) throws IOException {
        List<LocalDate> left = new ArrayList<>();
        DayScan scan = new DayScan(readers, rules, lifetimes);
        Map<LocalDate, Requests> read = new HashMap<>();
        for (RollupDay day : days) {
            List<Requests> before = new ArrayList<>();
            Map<LocalDate, Requests> needed = new HashMap<>();
            for (List<CallFile> files : day.before()) {
                LocalDate date = files.getFirst().day();
                Requests requests = read.containsKey(date) ? read.get(date) : scan.requests(files);
                before.add(requests);
                needed.put(date, requests);
            }
            Requests own = scan.requests(day.files());
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
