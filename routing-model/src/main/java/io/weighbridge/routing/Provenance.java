package io.weighbridge.routing;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a policy comes from.
 *
 * @param trainer name and version of what fitted the models
 * @param seed seed of the training
 * @param auditId the audit whose training set was used, or {@code null} for other data
 * @param trainingRows rows of the training set
 * @param priceVersion version of the price book that was flattened into the candidates
 * @param notes further facts, such as library versions and chosen settings
 */
public record Provenance(
        String trainer,
        long seed,
        @Nullable String auditId,
        long trainingRows,
        String priceVersion,
        SortedMap<String, String> notes) {

    private static final long MAX_EXACT = 1L << 53;

    public Provenance {
        Check.isTrue(Math.abs(seed) <= MAX_EXACT, "provenance.seed", "must be in [-2^53, 2^53]", seed);
        Check.notNegative("provenance.training_rows", trainingRows);
        notes = Check.sorted(notes);
    }

    public static Provenance of(
            String trainer,
            long seed,
            @Nullable String auditId,
            long trainingRows,
            String priceVersion,
            Map<String, String> notes) {
        return new Provenance(trainer, seed, auditId, trainingRows, priceVersion, Check.sorted(notes));
    }
}
