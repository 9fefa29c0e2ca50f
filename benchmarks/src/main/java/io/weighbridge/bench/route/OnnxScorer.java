package io.weighbridge.bench.route;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.SparseVector;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** ONNX Runtime on one thread, with the logistic models of a policy. */
final class OnnxScorer implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxScorer(Policy policy) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(OnnxModel.of(policy), options);
        }
    }

    /** The probability of a good answer per model, before calibration. */
    double[] probabilities(SparseVector features) throws OrtException {
        long[] indices = new long[features.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = features.index(i);
        }
        try (OnnxTensor at =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(indices), new long[] {indices.length});
                OnnxTensor values = OnnxTensor.createTensor(
                        environment, DoubleBuffer.wrap(features.values()), new long[] {1, indices.length});
                OrtSession.Result result = session.run(Map.of("indices", at, "values", values))) {
            return ((double[][]) result.get(0).getValue())[0];
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
