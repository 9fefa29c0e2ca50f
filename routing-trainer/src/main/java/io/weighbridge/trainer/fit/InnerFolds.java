package io.weighbridge.trainer.fit;

import io.weighbridge.trainer.data.Folds;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The training rows dealt to folds, for everything that is chosen among them. Where rows have times, what is held out comes after
 * what it is predicted from, as calls to come do after a training set; else each fold is predicted from all others.
 */
public final class InnerFolds {
    private static final int FOLDS = 4;
    /** Of rows in time: they are only learned from. */
    private static final double FIRST_PART = 1.0 / 3;

    private static final int ALWAYS_LEARNED = -1;
    /** Answers of less than this, as those that one night bought, are in no order that matters. */
    private static final Duration LEAST_SPAN = Duration.ofDays(2);

    private final int[] rows;
    private final int[] fold;
    private final boolean forward;

    private InnerFolds(int[] rows, int[] fold, boolean forward) {
        this.rows = rows;
        this.fold = fold;
        this.forward = forward;
    }

    /**
     * @param groups near-duplicate group of every row, of which only the training rows are looked at; a group is in one fold
     * @param rows training rows
     */
    public static InnerFolds of(Labels labels, int[] groups, int[] rows, long seed) {
        int[] ofRows = IntStream.of(rows).map(row -> groups[row]).toArray();
        String[] tasks = Arrays.stream(rows).mapToObj(row -> labels.task()[row]).toArray(String[]::new);
        return new InnerFolds(rows, Folds.assign(ofRows, Arrays.asList(tasks), FOLDS, seed), false);
    }

    /**
     * In the order of time if all training rows have one and they span two days, else as without times. A group stands at its last
     * time, so that nothing is learned from what came later.
     *
     * @param time of every row
     */
    public static InnerFolds of(Labels labels, int[] groups, int[] rows, long seed, @Nullable Instant[] time) {
        Map<Integer, Instant> last = new HashMap<>();
        Instant first = Instant.MAX;
        for (int row : rows) {
            Instant at = time[row];
            if (at == null) {
                return of(labels, groups, rows, seed);
            }
            last.merge(groups[row], at, (a, b) -> a.isAfter(b) ? a : b);
            first = at.isBefore(first) ? at : first;
        }
        Instant end = last.values().stream().max(Comparator.naturalOrder()).orElse(first);
        return rows.length == 0 || Duration.between(first, end).compareTo(LEAST_SPAN) < 0
                ? of(labels, groups, rows, seed)
                : forward(groups, rows, last);
    }

    private static InnerFolds forward(int[] groups, int[] rows, Map<Integer, Instant> last) {
        Map<Integer, Integer> sizes = new HashMap<>();
        IntStream.of(rows).forEach(row -> sizes.merge(groups[row], 1, Integer::sum));
        List<Integer> inOrder = last.keySet().stream()
                .sorted(Comparator.comparing((Integer group) -> Objects.requireNonNull(last.get(group)))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Map<Integer, Integer> foldOfGroup = new HashMap<>();
        int before = 0;
        for (int group : inOrder) {
            double beyondFirst = ((double) before / rows.length - FIRST_PART) / (1 - FIRST_PART);
            foldOfGroup.put(group, beyondFirst < 0 ? ALWAYS_LEARNED : (int) (FOLDS * beyondFirst));
            before += Objects.requireNonNull(sizes.get(group));
        }
        int[] fold = IntStream.of(rows)
                .map(row -> Objects.requireNonNull(foldOfGroup.get(groups[row])))
                .toArray();
        return new InnerFolds(rows, fold, true);
    }

    /** How rows are held out, for the record. */
    public String description() {
        return forward
                ? FOLDS + " periods by cluster, each predicted from all time before it"
                : FOLDS + " folds by cluster, each predicted from the others";
    }

    /** The training rows. */
    int[] rows() {
        return rows;
    }

    int count() {
        return FOLDS;
    }

    /** Rows to be predicted, in the order of the training rows. */
    int[] heldOut() {
        return rowsWhere(i -> fold[i] != ALWAYS_LEARNED);
    }

    /** Fold of each of the rows to be predicted. */
    int[] ofHeldOut() {
        return IntStream.of(fold).filter(f -> f != ALWAYS_LEARNED).toArray();
    }

    /** Rows from which those of one fold are predicted. */
    int[] learned(int of) {
        return rowsWhere(i -> forward ? fold[i] < of : fold[i] != of);
    }

    /** At most so many of the rows, evenly spread. */
    InnerFolds ofAtMost(int most) {
        int[] used = EvenlySpread.of(IntStream.range(0, rows.length).toArray(), most);
        return new InnerFolds(
                IntStream.of(used).map(i -> rows[i]).toArray(),
                IntStream.of(used).map(i -> fold[i]).toArray(),
                forward);
    }

    /** The same with the training rows numbered from 0. */
    InnerFolds renumbered() {
        return new InnerFolds(IntStream.range(0, rows.length).toArray(), fold, forward);
    }

    private int[] rowsWhere(IntPredicate isWanted) {
        return IntStream.range(0, rows.length)
                .filter(isWanted)
                .map(i -> rows[i])
                .toArray();
    }
}
