package io.weighbridge.trainer.backtest;

import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.SparseRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The kNN baseline: mean quality of the most similar training prompts, by the cosine of inverse-document-frequency
 * weighted features. Features in more than a twentieth of the prompts say little and are passed over.
 */
final class NearestNeighbours implements Predictor {
    private static final int NEIGHBOURS = 40;
    private static final double COMMON = 0.05;
    /** Neighbours' labels are shrunk to the model's mean as if by so many average prompts. */
    private static final double PRIOR_NEIGHBOURS = 5;

    private final SparseRows features;

    NearestNeighbours(SparseRows features) {
        this.features = features;
    }

    @Override
    public double[][] predict(Labels labels, int[] train, int[] test) {
        Index index = new Index(features, train);
        double[] means = means(labels, train);
        return IntStream.of(test)
                .parallel()
                .mapToObj(row -> quality(labels, means, index.nearest(features, row)))
                .toArray(double[][]::new);
    }

    private static double[] quality(Labels labels, double[] means, int[] neighbours) {
        double[] quality = new double[labels.candidates()];
        for (int k = 0; k < quality.length; k++) {
            double sum = PRIOR_NEIGHBOURS * means[k];
            double count = PRIOR_NEIGHBOURS;
            for (int row : neighbours) {
                if (labels.observed(row, k)) {
                    sum += labels.score()[row][k];
                    count++;
                }
            }
            quality[k] = sum / count;
        }
        return quality;
    }

    private static double[] means(Labels labels, int[] train) {
        return IntStream.range(0, labels.candidates())
                .mapToDouble(k -> Arrays.stream(train)
                        .filter(row -> labels.observed(row, k))
                        .mapToDouble(row -> labels.score()[row][k])
                        .average()
                        .orElse(0.5))
                .toArray();
    }

    /** Training rows by feature. */
    private static final class Index {
        private final int[] train;
        private final double[] idf;
        private final int[][] postings;
        private final double[] norm;

        Index(SparseRows features, int[] train) {
            this.train = train;
            int[] frequency = new int[features.dimension()];
            for (int row : train) {
                for (int j : features.index()[row]) {
                    frequency[j]++;
                }
            }
            double most = Math.max(2, COMMON * train.length);
            idf = Arrays.stream(frequency)
                    .mapToDouble(f -> f == 0 || f > most ? 0 : Math.log((double) train.length / f))
                    .toArray();
            postings = postings(features, frequency);
            norm = IntStream.range(0, train.length)
                    .mapToDouble(i -> norm(features, train[i]))
                    .toArray();
        }

        private int[][] postings(SparseRows features, int[] frequency) {
            int[][] lists = new int[features.dimension()][];
            int[] filled = new int[features.dimension()];
            for (int i = 0; i < train.length; i++) {
                for (int j : features.index()[train[i]]) {
                    if (idf[j] > 0) {
                        if (lists[j] == null) {
                            lists[j] = new int[frequency[j]];
                        }
                        lists[j][filled[j]++] = i;
                    }
                }
            }
            return lists;
        }

        private double norm(SparseRows features, int row) {
            double squares = 0;
            for (int j : features.index()[row]) {
                squares += idf[j] * idf[j];
            }
            return Math.sqrt(squares);
        }

        /** Training rows that share a feature with the row, the most similar first, at most {@link #NEIGHBOURS}. */
        int[] nearest(SparseRows features, int row) {
            double[] similarity = new double[train.length];
            for (int j : features.index()[row]) {
                if (idf[j] > 0) {
                    for (int i : postings[j]) {
                        similarity[i] += idf[j] * idf[j] / norm[i];
                    }
                }
            }
            return IntStream.range(0, train.length)
                    .filter(i -> similarity[i] > 0)
                    .boxed()
                    .sorted((a, b) -> Double.compare(similarity[b], similarity[a]))
                    .limit(NEIGHBOURS)
                    .mapToInt(i -> train[i])
                    .toArray();
        }
    }
}
