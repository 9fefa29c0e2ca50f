package io.weighbridge.trainer.train;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import com.jerolba.carpet.FieldMatchingStrategy;
import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which agent made the call behind a unit, where the training set tells: files of older audits have no such column.
 *
 * @param byUnit unit id to agent
 */
record Agents(Map<String, String> byUnit) {
    private static final String COLUMN = "agent";

    Agents {
        byUnit = Map.copyOf(byUnit);
    }

    /** The columns that are read. */
    private record Row(String unitId, @Nullable String agent) {}

    static Agents read(Path file) {
        Map<String, String> byUnit = new HashMap<>();
        try {
            if (!ParquetColumns.has(file, COLUMN)) {
                return new Agents(Map.of());
            }
            CarpetReader<Row> reader = new CarpetReader<>(file.toFile(), Row.class)
                    .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE);
            try (CloseableIterator<Row> rows = reader.iterator()) {
                while (rows.hasNext()) {
                    Row row = rows.next();
                    if (row.agent() != null) {
                        byUnit.put(row.unitId(), row.agent());
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + ": agent: cannot be read: " + e.getMessage(), e);
        }
        return new Agents(byUnit);
    }
}
