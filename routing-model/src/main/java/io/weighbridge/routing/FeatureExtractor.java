package io.weighbridge.routing;

import java.util.Arrays;
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
        Workspace workspace = borrow();
        SparseVector features = extract(request, workspace).toVector();
        giveBack(workspace);
        return features;
    }

    /** Memory for one request at a time. */
    Workspace borrow() {
        Workspace pooled = idle.poll();
        return pooled == null ? new Workspace(schema) : pooled;
    }

    void giveBack(Workspace workspace) {
        idle.add(workspace);
    }

    /** The same features, none of them negative; good until the workspace is given back. */
    Scratch extract(RoutingRequest request, Workspace workspace) {
        int taskHash = context.taskHash(request.task());
        SmallVector small = workspace.small;
        small.clear();
        @Nullable String prompt = request.prompt();
        @Nullable PromptFeatures known = request.promptFeatures();
        @Nullable PromptMeasures measures = null;
        if (prompt != null) {
            read(prompt, workspace);
            text.addTo(workspace.buckets, workspace.scan.words(), taskHash);
            if (schema.byteNgram() > 0) {
                text.addByteNgrams(workspace.buckets, workspace.prompt, workspace.scan);
            }
            measures = workspace.scan.shape();
        } else if (known != null) {
            requireSameReading(known);
            text.addTo(workspace.buckets, known, taskHash);
            measures = known::measure;
        }
        context.addTo(small, request, taskHash);
        if (measures != null && schema.structure()) {
            context.addTaskLengths(small, taskHash, measures.value(StructureFeature.BYTES));
            addStructure(small, measures);
        }
        return workspace.assemble(schema.weighting());
    }

    private void read(String prompt, Workspace workspace) {
        workspace.prompt.read(prompt);
        workspace.scan.read(workspace.prompt);
    }

    /**
     * What models see of a prompt, to be kept in its place; good for every schema that reads prompts as this one does.
     *
     * @throws IllegalStateException if the schema has byte n-grams, which are not kept
     */
    public PromptFeatures promptFeatures(String prompt) {
        requireWordsOnly();
        Workspace workspace = borrow();
        read(prompt, workspace);
        WordHashes words = workspace.scan.words();
        PromptShape shape = workspace.scan.shape();
        double[] measures =
                StructureFeature.ALL.stream().mapToDouble(shape::value).toArray();
        PromptFeatures features =
                new PromptFeatures(schema.reading(), words.distinctWords(), words.distinctPairs(), measures);
        giveBack(workspace);
        return features;
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

    /** What one extraction needs, and its result. */
    static final class Workspace {
        private final PromptBytes prompt;
        private final PromptScan scan;
        private final BucketSet buckets;
        private final SmallVector small;
        private final Scratch features = new Scratch();

        private Workspace(FeatureSchema schema) {
            prompt = new PromptBytes(schema.maxPromptBytes());
            scan = new PromptScan(schema.foldDigits());
            buckets = new BucketSet(schema.textBuckets());
            small = new SmallVector(3 + schema.attributes().size() + 2 * StructureFeature.ALL.size());
        }

        /** The length of the prompt read last. */
        long promptBytes() {
            return prompt.totalBytes();
        }

        private Scratch assemble(Weighting weighting) {
            int textCount = buckets.size();
            features.resize(textCount + small.size());
            buckets.drainTo(features.indices());
            double weight = weighting == Weighting.BINARY ? 1 : 1 / Math.sqrt(textCount);
            Arrays.fill(features.values(), 0, textCount, weight);
            small.copyTo(features.indices(), features.values(), textCount);
            return features;
        }
    }
}
