package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.TruthModel;
import java.time.LocalDate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The calls of a plan's month, day by day, and of the day after it. */
final class Month {
    private final MonthPlan plan;
    private final Traffic traffic;
    private final Contents contents;
    private final TruthModel truth;

    Month(MonthPlan plan) {
        this.plan = plan;
        this.traffic = new Traffic(plan);
        this.contents = new Contents(plan.seed());
        this.truth = new TruthModel(plan.seed(), plan.world());
    }

    MonthPlan plan() {
        return plan;
    }

    Contents contents() {
        return contents;
    }

    TruthModel truth() {
        return truth;
    }

    LocalDate date(int day) {
        return traffic.date(day);
    }

    /** The calls of one day of the month in order of time, made as they are taken. */
    Stream<SampleCall> calls(int day) {
        return LongStream.range(traffic.firstRow(day), traffic.firstRow(day + 1))
                .mapToObj(row -> call(row, day));
    }

    /** The rows of the day after the month. */
    LongStream nextDayRows() {
        return LongStream.range(plan.calls(), plan.calls() + plan.nextDayCalls());
    }

    private SampleCall call(long row, int day) {
        return new SampleCall(
                row,
                contents.unit(row),
                contents.assignment(row),
                Serving.of(plan.seed(), row),
                traffic.time(row, day));
    }
}
