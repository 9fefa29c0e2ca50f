package io.weighbridge.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a request has at each index of its vector, for people: words as they stand in the prompt, folded. Features that share a
 * bucket share a name.
 */
final class FeatureNames {
    private static final int MOST_PER_BUCKET = 3;

    private final FeatureSchema schema;
    private final TextFeatures text;
    private final ContextFeatures context;
    private final Map<Integer, TreeSet<String>> names = new TreeMap<>();

    private FeatureNames(FeatureSchema schema) {
        this.schema = schema;
        text = new TextFeatures(schema);
        context = new ContextFeatures(schema);
    }

    static Map<Integer, String> of(FeatureSchema schema, RoutingRequest request) {
        FeatureNames names = new FeatureNames(schema);
        names.addContext(request);
        names.addStructure();
        @Nullable String prompt = request.prompt();
        if (prompt != null) {
            names.addText(request.task(), prompt);
        }
        Map<Integer, String> joined = new HashMap<>();
        names.names.forEach((index, shared) -> joined.put(index, joined(shared)));
        return joined;
    }

    private static String joined(Collection<String> shared) {
        List<String> shown = new ArrayList<>(shared).subList(0, Math.min(MOST_PER_BUCKET, shared.size()));
        return String.join(" or ", shown) + (shared.size() > MOST_PER_BUCKET ? " or others" : "");
    }

    private void add(int index, String name) {
        names.computeIfAbsent(index, any -> new TreeSet<>()).add(name);
    }

    private void addContext(RoutingRequest request) {
        int taskHash = context.taskHash(request.task());
        add(context.index(taskHash), "task " + request.task());
        schema.attributes().forEach(attribute -> {
            @Nullable String value = request.attributes().get(attribute);
            if (value != null) {
                add(context.index(ContextFeatures.attributeHash(attribute, value)), attribute + " " + value);
            }
        });
        for (int knot = 0; knot < StructureFeature.BYTES.knots(); knot++) {
            add(context.index(FeatureHash.pair(taskHash, knot)), "length in task " + request.task());
        }
    }

    private void addStructure() {
        int offset = schema.structureOffset();
        for (StructureFeature feature : StructureFeature.ALL) {
            for (int knot = 0; knot < feature.knots(); knot++) {
                add(offset++, feature.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
    }

    private void addText(String task, String prompt) {
        PromptBytes bytes = new PromptBytes(schema.maxPromptBytes());
        PromptScan scan = new PromptScan(schema.foldDigits());
        bytes.read(prompt);
        scan.read(bytes);
        int taskHash = context.taskHash(task);
        int[] hashes = scan.words().hashes();
        List<String> texts = scan.texts(bytes);
        String previous = "";
        for (int i = 0; i < texts.size(); i++) {
            String word = texts.get(i);
            add(text.bucket(hashes[i]), quoted(word));
            if (schema.bigrams() && i > 0) {
                add(text.bucket(FeatureHash.pair(hashes[i - 1], hashes[i])), quoted(previous + " " + word));
            }
            if (schema.taskWords()) {
                add(text.bucket(FeatureHash.pair(taskHash, hashes[i])), quoted(word) + " in task " + task);
            }
            previous = word;
        }
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
