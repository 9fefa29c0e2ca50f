package io.weighbridge.audit.reconcile;

import io.weighbridge.audit.reconcile.Invoice.Cell;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A bill beside the lake, by day and model. The reasons of a line add up to its difference, and the lines to the totals,
 * exactly.
 *
 * @param lines in order of day and model, those without a difference included
 */
record Reconciliation(List<Line> lines) {
    /**
     * One day and model.
     *
     * @param reasons US dollars each; positive where the bill is higher
     */
    record Line(LocalDate day, String model, BigDecimal billUsd, BigDecimal lakeUsd, Map<Reason, BigDecimal> reasons) {
        BigDecimal differenceUsd() {
            return billUsd.subtract(lakeUsd);
        }
    }

    static Reconciliation of(SortedMap<Cell, BigDecimal> bill, SortedMap<Cell, LakeCell> lake) {
        SortedSet<Cell> cells = new TreeSet<>(bill.keySet());
        cells.addAll(lake.keySet());
        Explaining explaining = new Explaining(bill, lake, cells);
        explaining.shiftDays();
        return new Reconciliation(cells.stream().map(explaining::line).toList());
    }

    BigDecimal billUsd() {
        return lines.stream().map(Line::billUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal lakeUsd() {
        return lines.stream().map(Line::lakeUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Sums by reason; a day shift within the window sums to zero. */
    Map<Reason, BigDecimal> reasons() {
        Map<Reason, BigDecimal> sums = new EnumMap<>(Reason.class);
        lines.forEach(line -> line.reasons().forEach((reason, usd) -> sums.merge(reason, usd, BigDecimal::add)));
        return sums;
    }

    /** What is left of each difference while reasons are found for it. */
    private static final class Explaining {
        private final SortedMap<Cell, BigDecimal> bill;
        private final SortedMap<Cell, LakeCell> lake;
        private final SortedMap<Cell, BigDecimal> left = new TreeMap<>();
        private final Map<Cell, Map<Reason, BigDecimal>> reasons = new TreeMap<>();

        Explaining(SortedMap<Cell, BigDecimal> bill, SortedMap<Cell, LakeCell> lake, SortedSet<Cell> cells) {
            this.bill = bill;
            this.lake = lake;
            for (Cell cell : cells) {
                left.put(cell, billed(cell).subtract(lake(cell).spendUsd()));
                reasons.put(cell, new EnumMap<>(Reason.class));
            }
        }

        /** Moves what calls near midnight can explain between neighbouring days whose differences have opposite signs. */
        void shiftDays() {
            for (Cell cell : List.copyOf(left.keySet())) {
                shift(
                        cell,
                        new Cell(cell.day().minusDays(1), cell.model()),
                        lake(cell).firstHoursUsd());
                shift(
                        cell,
                        new Cell(cell.day().plusDays(1), cell.model()),
                        lake(cell).lastHoursUsd());
            }
        }

        private void shift(Cell from, Cell to, BigDecimal most) {
            BigDecimal surplus = left.getOrDefault(from, BigDecimal.ZERO).negate();
            BigDecimal lack = left.getOrDefault(to, BigDecimal.ZERO);
            BigDecimal moved = surplus.min(lack).min(most);
            if (moved.signum() > 0) {
                explain(from, Reason.DAY_SHIFT, moved.negate());
                explain(to, Reason.DAY_SHIFT, moved);
            }
        }

        Line line(Cell cell) {
            LakeCell known = lake(cell);
            if (known.calls() == 0) {
                explain(cell, Reason.MISSING_IN_LAKE, left(cell));
            } else if (!bill.containsKey(cell)) {
                explain(cell, Reason.MISSING_IN_BILL, left(cell));
            } else {
                explain(cell, Reason.BILLED_IS_NOT_COMPUTED, towardsZero(left(cell), known.computedMinusBilledUsd()));
                BigDecimal unpriced = known.unpricedHighUsd() == null ? left(cell) : known.unpricedHighUsd();
                explain(cell, Reason.UNPRICED, known.unpricedCalls() == 0 ? BigDecimal.ZERO : positive(cell, unpriced));
                explain(
                        cell,
                        Reason.USAGE_MISSING,
                        known.usageMissingCalls() == 0 ? BigDecimal.ZERO : positive(cell, left(cell)));
                explain(cell, Reason.REST, left(cell));
            }
            return new Line(cell.day(), cell.model(), billed(cell), known.spendUsd(), reasons(cell));
        }

        private BigDecimal positive(Cell cell, BigDecimal most) {
            return left(cell).min(most).max(BigDecimal.ZERO);
        }

        /** As much of {@code by} as has the sign of {@code difference} and is not more than it. */
        private static BigDecimal towardsZero(BigDecimal difference, BigDecimal by) {
            if (difference.signum() != by.signum()) {
                return BigDecimal.ZERO;
            }
            return difference.signum() > 0 ? difference.min(by) : difference.max(by);
        }

        private void explain(Cell cell, Reason reason, BigDecimal usd) {
            if (usd.signum() != 0) {
                reasons(cell).merge(reason, usd, BigDecimal::add);
                left.merge(cell, usd, BigDecimal::subtract);
            }
        }

        private BigDecimal left(Cell cell) {
            return left.getOrDefault(cell, BigDecimal.ZERO);
        }

        private Map<Reason, BigDecimal> reasons(Cell cell) {
            return reasons.computeIfAbsent(cell, unused -> new EnumMap<>(Reason.class));
        }

        private BigDecimal billed(Cell cell) {
            return bill.getOrDefault(cell, BigDecimal.ZERO);
        }

        private LakeCell lake(Cell cell) {
            return lake.getOrDefault(cell, LakeCell.NOTHING);
        }
    }
}
