package io.weighbridge.trainer.data;

/** Running mean of the known values; unknown (NaN) values are skipped, and the mean of none is unknown. */
final class Mean {
    private double sum;
    private int count;

    void add(double value) {
        if (!Double.isNaN(value)) {
            sum += value;
            count++;
        }
    }

    double value() {
        return count == 0 ? Double.NaN : sum / count;
    }
}
