package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.Labels;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The control that knows nothing of a prompt but its length: one mean per tenth of the training lengths and model. */
final class LengthQuality implements Predictor {
    private static final int BINS = 10;

    private final double[] characters;

    LengthQuality(double[] characters) {
        this.characters = characters;
    }

    @Override
    public double[][] predict(Labels labels, int[] train, int[] test) {
        double[] sorted = Arrays.stream(train)
                .mapToDouble(row -> characters[row])
                .sorted()
                .toArray();
        double[] edges = IntStream.range(1, BINS)
                .mapToDouble(bin -> sorted[bin * sorted.length / BINS])
                .toArray();
        String[] bins = Arrays.stream(characters)
                .mapToObj(length -> Integer.toString(binOf(edges, length)))
                .toArray(String[]::new);
        return new TableQuality().predict(labels.withTask(bins), train, test);
    }

    private static int binOf(double[] edges, double length) {
        int bin = 0;
        while (bin < edges.length && length >= edges[bin]) {
            bin++;
        }
        return bin;
    }
}
