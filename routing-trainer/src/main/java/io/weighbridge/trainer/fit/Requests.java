package io.weighbridge.trainer.fit;

import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.routing.SparseVector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Requests and their features, extracted once per schema by the extractor that serves them too. */
public final class Requests {
    private final List<RoutingRequest> requests;
    private final Map<FeatureSchema, SparseRows> extracted = new ConcurrentHashMap<>();

    public Requests(List<RoutingRequest> requests) {
        this.requests = List.copyOf(requests);
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
            value[i] = features.values();
        });
        return new SparseRows(schema.dimension(), index, value);
    }
}
