package io.weighbridge.routing;

import org.jspecify.annotations.Nullable;

/** Hashes task, attributes and the crosses of task and prompt length into the context block. FORMAT.md, "Context block". */
final class ContextFeatures {
    private static final int MASK = FeatureSchema.CONTEXT_BUCKETS - 1;
    private static final int TASK_TAG = 0x02;
    private static final int ATTRIBUTE_TAG = 0x03;
    private static final int VALUE_TAG = 0x04;

    private final FeatureSchema schema;

    ContextFeatures(FeatureSchema schema) {
        this.schema = schema;
    }

    int taskHash(String task) {
        return FeatureHash.extend(FeatureHash.extend(FeatureHash.EMPTY, TASK_TAG), task);
    }

    void addTo(SmallVector vector, RoutingRequest request, int taskHash) {
        add(vector, taskHash, 1);
        for (String attribute : schema.attributes()) {
            @Nullable String value = request.attributes().get(attribute);
            if (value != null) {
                add(vector, attributeHash(attribute, value), 1);
            }
        }
    }

    void addTaskLengths(SmallVector vector, int taskHash, double promptBytes) {
        int knot = StructureFeature.BYTES.knotAtOrBelow(promptBytes);
        double above = StructureFeature.BYTES.fractionAbove(knot, promptBytes);
        add(vector, FeatureHash.pair(taskHash, knot), 1 - above);
        if (above > 0) {
            add(vector, FeatureHash.pair(taskHash, knot + 1), above);
        }
    }

    private void add(SmallVector vector, int hash, double value) {
        vector.add(index(hash), value);
    }

    int index(int hash) {
        return schema.contextOffset() + (FeatureHash.finish(hash) & MASK);
    }

    static int attributeHash(String attribute, String value) {
        int name = FeatureHash.extend(FeatureHash.extend(FeatureHash.EMPTY, ATTRIBUTE_TAG), attribute);
        return FeatureHash.extend(FeatureHash.extend(name, VALUE_TAG), value);
    }
}
