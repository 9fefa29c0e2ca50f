package io.weighbridge.routing;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Expected quality of one model: a per-call prediction, shrunk towards the mean of the task. A model has no estimate for a
 * task that is not in its table.
 *
 * @param perCall the per-call model, or {@code null} if the table alone decides
 * @param calibration applied to the log-odds of the per-call model
 * @param tasks evidence per task
 */
public record QualityModel(@Nullable CallModel perCall, Calibration calibration, SortedMap<String, TaskQuality> tasks) {

    public QualityModel {
        tasks = Check.sorted(tasks);
    }

    public static QualityModel of(
            @Nullable CallModel perCall, Calibration calibration, Map<String, TaskQuality> tasks) {
        return new QualityModel(perCall, calibration, Check.sorted(tasks));
    }

    /** The mean of each task for every call. */
    public static QualityModel ofTable(Map<String, TaskQuality> tasks) {
        return new QualityModel(null, Calibration.IDENTITY, Check.sorted(tasks));
    }
}
