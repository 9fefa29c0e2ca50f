package io.weighbridge.trainer.fit;

import io.weighbridge.routing.SparseVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import smile.data.DataFrame;
import smile.data.vector.DoubleVector;
import smile.data.vector.ValueVector;
import smile.model.cart.CART;

/**
 * The features that trees may split on, as dense columns of the training rows. Trees read every column at every split, so they get a few:
 * those that tell most beyond the tables.
 *
 * @param original index of each column's feature, ascending
 * @param rows each training row's values of these features
 * @param frame the columns as Smile takes them
 * @param order per column the rows in ascending order, sorted once for all trees
 */
record TreeColumns(int[] original, SparseVector[] rows, DataFrame frame, int[][] order) {
    /** Trees of more rows say the same and take longer than all else. */
    static final int MOST_ROWS = 200_000;

    private static final int MOST = 32;

    /**
     * @param active features of the training rows
     * @param signal how much each active feature tells, in standard errors squared, over all candidates
     */
    static TreeColumns of(ActiveFeatures active, double[] signal) {
        int[] columns = IntStream.range(0, signal.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(j -> -signal[j]).thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        int[] original = IntStream.of(columns).map(j -> active.original()[j]).toArray();
        SparseRows from = active.rows();
        double[][] values = new double[columns.length][from.size()];
        SparseVector[] rows = new SparseVector[from.size()];
        for (int i = 0; i < rows.length; i++) {
            int[] index = from.index()[i];
            int[] at = new int[columns.length];
            double[] of = new double[columns.length];
            int kept = 0;
            for (int j = 0; j < index.length; j++) {
                int column = Arrays.binarySearch(columns, index[j]);
                if (column >= 0) {
                    values[column][i] = from.value(i, j);
                    at[kept] = original[column];
                    of[kept++] = from.value(i, j);
                }
            }
            rows[i] = SparseVector.of(Arrays.copyOf(at, kept), Arrays.copyOf(of, kept));
        }
        DataFrame frame = new DataFrame(IntStream.range(0, columns.length)
                .mapToObj(c -> new DoubleVector("f" + original[c], values[c]))
                .toArray(ValueVector[]::new));
        return new TreeColumns(original, rows, frame, CART.order(frame));
    }

    double lowest(int column) {
        return frame.column(column).getDouble(order[column][0]);
    }

    double highest(int column) {
        int[] ascending = order[column];
        return frame.column(column).getDouble(ascending[ascending.length - 1]);
    }
}
