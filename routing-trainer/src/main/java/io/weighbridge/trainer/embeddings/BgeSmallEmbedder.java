package io.weighbridge.trainer.embeddings;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import io.weighbridge.trainer.fit.TextEmbedder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * bge-small-en-v1.5 (Xiao et al. 2023), quantised, by ONNX Runtime; the model is inside its jar. Texts are cut at 8,000
 * characters, beyond which the mean over a text's parts says little.
 */
public final class BgeSmallEmbedder implements TextEmbedder {
    private static final int MOST_CHARACTERS = 8_000;

    private final BgeSmallEnV15QuantizedEmbeddingModel model = new BgeSmallEnV15QuantizedEmbeddingModel();

    @Override
    public String name() {
        return "bge-small-en-v1.5, quantised";
    }

    @Override
    public double[][] embed(List<String> texts) {
        return texts.stream()
                .map(text -> TextSegment.from(text.substring(0, Math.min(text.length(), MOST_CHARACTERS))))
                .map(segment -> doubles(model.embed(segment).content().vector()))
                .toArray(double[][]::new);
    }

    private static double[] doubles(float[] vector) {
        return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    }
}
