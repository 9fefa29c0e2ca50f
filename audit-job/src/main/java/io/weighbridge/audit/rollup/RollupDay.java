package io.weighbridge.audit.rollup;

import io.weighbridge.audit.lake.CallFile;
import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * A day that is to be added up.
 *
 * @param files of its calls
 * @param before files of the days that may have filled the cache, day by day
 * @param file where the result goes
 */
record RollupDay(LocalDate day, List<CallFile> files, List<List<CallFile>> before, String file)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    long bytes() {
        return files.stream().mapToLong(CallFile::bytes).sum();
    }

    /** Whether no row of any of these files was deleted. */
    boolean isWhole() {
        return files.stream().allMatch(CallFile::isWhole)
                && before.stream().flatMap(List::stream).allMatch(CallFile::isWhole);
    }
}
