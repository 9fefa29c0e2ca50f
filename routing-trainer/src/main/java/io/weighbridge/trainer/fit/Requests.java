package io.weighbridge.trainer.fit;

import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.routing.SparseVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Requests and their features, extracted once per schema by the extractor that serves them too. */
public final class Requests {
    private final List<RoutingRequest> requests;
    private final double @Nullable [][] embedded;
    private final Map<FeatureSchema, SparseRows> extracted = new ConcurrentHashMap<>();

    public Requests(List<RoutingRequest> requests) {
        this(requests, null);
    }

    private Requests(List<RoutingRequest> requests, double @Nullable [][] embedded) {
        this.requests = List.copyOf(requests);
        this.embedded = embedded;
    }

    /**
     * The same requests with vectors as further features, beyond those of every schema.
     *
     * @param vectors one per request, all of one length
     */
    public Requests withEmbedded(double[][] vectors) {
        return new Requests(requests, vectors);
    }

    /** Some of the requests, in the order named; features are extracted for these alone. */
    Requests of(int[] rows) {
        return new Requests(
                IntStream.of(rows).mapToObj(requests::get).toList(),
                embedded == null
                        ? null
                        : IntStream.of(rows).mapToObj(row -> embedded[row]).toArray(double[][]::new));
    }

    public int size() {
        return requests.size();
    }

    public RoutingRequest at(int row) {
        return requests.get(row);
    }

    public SparseRows features(FeatureSchema schema) {
        return extracted.computeIfAbsent(schema, this::extract);
    }

    /** Index of the feature that tells a task; it is the only one of a request without prompt and attributes. */
    static int taskFeature(FeatureSchema schema, String task) {
        return FeatureExtractor.of(schema)
                .extract(RoutingRequest.of(task, null))
                .index(0);
    }

    private SparseRows extract(FeatureSchema schema) {
        FeatureExtractor extractor = FeatureExtractor.of(schema);
        int[][] index = new int[requests.size()][];
        double[][] value = new double[requests.size()][];
        IntStream.range(0, requests.size()).parallel().forEach(i -> {
            SparseVector features = extractor.extract(requests.get(i));
            index[i] = features.indices();
            value[i] = SparseRows.compacted(features.values());
        });
        SparseRows rows = new SparseRows(schema.dimension(), index, value);
        return embedded == null ? rows : appended(rows, embedded);
    }

    private static SparseRows appended(SparseRows rows, double[][] vectors) {
        int more = vectors.length == 0 ? 0 : vectors[0].length;
        int[][] index = new int[rows.size()][];
        double[][] value = new double[rows.size()][];
        for (int i = 0; i < index.length; i++) {
            int[] at = rows.index()[i];
            double[] of = rows.value()[i];
            index[i] = Arrays.copyOf(at, at.length + more);
            value[i] = Arrays.copyOf(of, of.length + more);
            for (int j = 0; j < more; j++) {
                index[i][at.length + j] = rows.dimension() + j;
                value[i][of.length + j] = vectors[i][j];
            }
        }
        return new SparseRows(rows.dimension() + more, index, value);
    }
}
