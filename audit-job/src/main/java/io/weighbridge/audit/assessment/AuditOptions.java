package io.weighbridge.audit.assessment;

import io.weighbridge.cli.BadInputException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an audit is asked.
 *
 * @param from first day in UTC; null is the first there is
 * @param to last day in UTC; null is the last there is
 * @param tolerance ε, the loss of mean quality that is acceptable, in (0, 1)
 * @param confidence 1 − α for all verdicts together, and of each interval
 * @param incumbent the model of every task without an entry in {@code incumbents}; null is by spend
 * @param incumbents task to the model that serves it
 * @param candidates models to judge; empty is every model with outcomes
 * @param qualityScores scores found in logs that count as quality ({@link QualityScores})
 */
public record AuditOptions(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        double tolerance,
        double confidence,
        @Nullable String incumbent,
        Map<String, String> incumbents,
        List<String> candidates,
        List<String> qualityScores) {

    public AuditOptions {
        if (!(tolerance > 0 && tolerance < 1)) {
            throw new BadInputException("--tolerance: must be in (0, 1), was " + tolerance);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new BadInputException("--confidence: must be in (0, 1), was " + confidence);
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new BadInputException("--to: must not be before --from, was " + to + " < " + from);
        }
        incumbents =
                Collections.unmodifiableMap(new TreeMap<>(incumbents)); // sorted, because an audit's id depends on it
        candidates = List.copyOf(candidates);
        qualityScores = List.copyOf(qualityScores);
    }

    /** What a registration fixes, with the scores that count. */
    public static AuditOptions of(RegisteredWindow window, List<String> qualityScores) {
        return new AuditOptions(
                window.from(),
                window.to(),
                window.tolerance(),
                window.confidence(),
                null,
                window.incumbents(),
                window.candidates(),
                qualityScores);
    }

    /** The whole lake at a tolerance of one point and 95 % confidence. */
    public static AuditOptions defaults() {
        return new AuditOptions(null, null, 0.01, 0.95, null, Map.of(), List.of(), List.of());
    }
}
