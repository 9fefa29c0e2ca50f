package io.weighbridge.routing;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Turns requests into feature vectors, as FORMAT.md defines them to the bit. Thread-safe; keep one per schema. */
public final class FeatureExtractor {
    private final FeatureSchema schema;
    private final TextFeatures text;
    private final ContextFeatures context;
    private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

    private FeatureExtractor(FeatureSchema schema) {
        this.schema = schema;
        text = new TextFeatures(schema);
        context = new ContextFeatures(schema);
    }

    public static FeatureExtractor of(FeatureSchema schema) {
        return new FeatureExtractor(schema);
    }

    public FeatureSchema schema() {
        return schema;
    }

    /** The features of a request; a request without prompt has only those of its context. */
    public SparseVector extract(RoutingRequest request) {
        Workspace workspace = borrowed();
        read(request, workspace);
        int count = workspace.size();
        int[] indices = new int[count];
        double[] values = new double[count];
        assemble(workspace, indices, values);
        idle.add(workspace);
        return new SparseVector(indices, values);
    }

    /** The same features, none of them negative, into memory that is used again. */
    void extract(RoutingRequest request, Scratch target) {
        Workspace workspace = borrowed();
        read(request, workspace);
        target.resize(workspace.size());
        assemble(workspace, target.indices(), target.values());
        target.promptBytes(workspace.prompt.totalBytes());
        idle.add(workspace);
    }

    private Workspace borrowed() {
        Workspace pooled = idle.poll();
        return pooled == null ? new Workspace(schema) : pooled;
    }

    private void read(RoutingRequest request, Workspace workspace) {
        int taskHash = context.taskHash(request.task());
        SmallVector small = workspace.small;
        small.clear();
        @Nullable String prompt = request.prompt();
        @Nullable PromptFeatures known = request.promptFeatures();
        @Nullable PromptMeasures measures = null;
        if (prompt != null) {
            workspace.prompt.read(prompt);
            text.addTo(workspace.buckets, workspace.prompt, taskHash);
            measures = schema.structure() ? workspace.measured() : null;
        } else if (known != null) {
            requireSameReading(known);
            text.addTo(workspace.buckets, known, taskHash);
            measures = schema.structure() ? known::measure : null;
        }
        context.addTo(small, request, taskHash);
        if (measures != null) {
            context.addTaskLengths(small, taskHash, measures.value(StructureFeature.BYTES));
            addStructure(small, measures);
        }
    }

    /**
     * What models see of a prompt, to be kept in its place; good for every schema that reads prompts as this one does.
     *
     * @throws IllegalStateException if the schema has byte n-grams, which are not kept
     */
    public PromptFeatures promptFeatures(String prompt) {
        requireWordsOnly();
        Workspace workspace = borrowed();
        workspace.prompt.read(prompt);
        WordHashes hashes = new WordHashes();
        text.readWords(workspace.prompt, hashes);
        PromptMeasures shape = workspace.measured();
        double[] measures =
                StructureFeature.ALL.stream().mapToDouble(shape::value).toArray();
        idle.add(workspace);
        return new PromptFeatures(schema.reading(), hashes.words(), hashes.pairs(), measures);
    }

    private void requireWordsOnly() {
        if (schema.byteNgram() > 0) {
            throw new IllegalStateException("byte_ngram: must be 0 for features without a prompt");
        }
    }

    private void requireSameReading(PromptFeatures kept) {
        requireWordsOnly();
        if (!kept.reading().equals(schema.reading())) {
            throw new IllegalArgumentException(
                    "prompt features: must be read as " + schema.reading() + ", were read as " + kept.reading());
        }
    }

    private void addStructure(SmallVector small, PromptMeasures shape) {
        int offset = schema.structureOffset();
        for (StructureFeature feature : StructureFeature.ALL) {
            double value = shape.value(feature);
            int knot = feature.knotAtOrBelow(value);
            double above = feature.fractionAbove(knot, value);
            small.add(offset + knot, 1 - above);
            if (above > 0) {
                small.add(offset + knot + 1, above);
            }
            offset += feature.knots();
        }
    }

    private void assemble(Workspace workspace, int[] indices, double[] values) {
        int textCount = workspace.buckets.size();
        workspace.buckets.drainTo(indices);
        double weight = schema.weighting() == Weighting.BINARY ? 1 : 1 / Math.sqrt(textCount);
        for (int i = 0; i < textCount; i++) {
            values[i] = weight;
        }
        workspace.small.copyTo(indices, values, textCount);
    }

    /** The buffers of one extraction at a time. */
    private static final class Workspace {
        private final PromptBytes prompt;
        private final BucketSet buckets;
        private final PromptShape shape = new PromptShape();
        private final SmallVector small;

        Workspace(FeatureSchema schema) {
            prompt = new PromptBytes(schema.maxPromptBytes());
            buckets = new BucketSet(schema.textBuckets());
            small = new SmallVector(3 + schema.attributes().size() + 2 * StructureFeature.ALL.size());
        }

        int size() {
            return buckets.size() + small.size();
        }

        PromptMeasures measured() {
            shape.measure(prompt);
            return shape;
        }
    }
}
