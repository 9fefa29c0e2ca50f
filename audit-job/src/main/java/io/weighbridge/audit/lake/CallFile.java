package io.weighbridge.audit.lake;

import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * A live data file of the table of calls.
 *
 * @param day of all its calls
 * @param path its URI
 * @param bytes its size
 * @param isWhole whether no rows of it were deleted
 */
public record CallFile(LocalDate day, String path, long bytes, boolean isWhole) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;
}
