package io.weighbridge.runner.nightly;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.forecast.Deadline;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a night is to do.
 *
 * @param lake on a local disk
 * @param logs what is new: files, folders or globs
 * @param workload what is to be answered
 * @param policy the policy to begin with; null is the newest of the lake
 * @param days how many days up to the night an audit judges; null is all
 * @param maxQualityLoss what may be promised, in [0, 1)
 * @param confidence of that promise, in (0, 1)
 * @param budget the most that the run may cost, in USD; null is the settings'
 * @param deadline when the run is to be done: an instant, or a time such as 6h from the night's beginning; null is any time
 */
public record NightPlan(
        Path lake,
        List<String> logs,
        Path workload,
        @Nullable Path policy,
        @Nullable Integer days,
        double maxQualityLoss,
        double confidence,
        @Nullable String budget,
        @Nullable String deadline) {
    public NightPlan {
        logs = List.copyOf(logs);
        if (logs.isEmpty()) {
            throw new BadInputException("no logs: give --logs PATH, or set nightly.logs in weighbridge.yaml");
        }
        if (deadline != null) {
            Deadline.of(deadline, Instant.EPOCH);
        }
    }

    /**
     * What makes two nights the same: all but budget and deadline, which may be others when a night is gone on with. Logs count
     * by name, since more may have come.
     */
    String[] inputs() throws IOException {
        return new String[] {
            logs.toString(),
            Sha256.hex(workload),
            String.valueOf(policy),
            String.valueOf(days),
            Double.toString(maxQualityLoss),
            Double.toString(confidence)
        };
    }
}
