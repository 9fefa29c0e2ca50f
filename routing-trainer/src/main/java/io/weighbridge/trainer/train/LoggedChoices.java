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
 * The units whose one outcome is of a model that a router drew for the call, with the probability of that draw; files of older
 * audits have no such column.
 *
 * @param byUnit unit id to what was drawn
 */
record LoggedChoices(Map<String, Choice> byUnit) {
    private static final String COLUMN = "propensity";

    LoggedChoices {
        byUnit = Map.copyOf(byUnit);
    }

    /** @param propensity in (0, 1] */
    record Choice(String model, double propensity) {}

    /** The columns that are read. */
    private record Row(
            String unitId, String model, @Nullable Double propensity) {}

    /** @throws BadInputException if a propensity is none */
    static LoggedChoices read(Path file) {
        Map<String, Choice> byUnit = new HashMap<>();
        try {
            if (!ParquetColumns.has(file, COLUMN)) {
                return new LoggedChoices(Map.of());
            }
            CarpetReader<Row> reader = new CarpetReader<>(file.toFile(), Row.class)
                    .withFieldMatchingStrategy(FieldMatchingStrategy.SNAKE_CASE);
            try (CloseableIterator<Row> rows = reader.iterator()) {
                while (rows.hasNext()) {
                    add(file, rows.next(), byUnit);
                }
            }
        } catch (BadInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BadInputException(file + ": propensity: cannot be read: " + e.getMessage(), e);
        }
        return new LoggedChoices(byUnit);
    }

    private static void add(Path file, Row row, Map<String, Choice> byUnit) {
        Double propensity = row.propensity();
        if (propensity == null) {
            return;
        }
        if (!(propensity > 0 && propensity <= 1)) {
            throw new BadInputException(
                    file + ": unit " + row.unitId() + ": propensity: must be in (0, 1], was " + propensity);
        }
        if (byUnit.put(row.unitId(), new Choice(row.model(), propensity)) != null) {
            throw new BadInputException(file + ": unit " + row.unitId()
                    + ": propensity: must stand in one row of a unit, whose only outcome it is of");
        }
    }
}
