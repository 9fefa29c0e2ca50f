package io.weighbridge.audit.finetune;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Connected components of examples: those that share a link are one group, and so are those that a chain of others
 * connects. A group is named by the smallest prompt key in it, whatever order the examples came in.
 */
final class Groups {
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    /** @param examples all that were verified, also those that will not be taken: they connect others */
    Groups(Collection<Example> examples, SplitBy splitBy) {
        for (Example example : examples) {
            String first = null;
            for (String link : example.links(splitBy)) {
                String root = root(link);
                if (first == null) {
                    first = root;
                } else {
                    parents.put(root, first);
                }
            }
        }
        examples.forEach(
                example -> names.merge(rootOf(example), example.promptKey(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    String name(Example example) {
        return names.getOrDefault(rootOf(example), example.promptKey());
    }

    private String rootOf(Example example) {
        return root("prompt:" + example.promptKey());
    }

    private String root(String link) {
        String root = link;
        while (!parent(root).equals(root)) {
            root = parent(root);
        }
        for (String at = link; !at.equals(root); ) { // so that the next search is short
            String above = parent(at);
            parents.put(at, root);
            at = above;
        }
        return root;
    }

    /** A link that was not seen before is a root. */
    private String parent(String link) {
        return parents.computeIfAbsent(link, unused -> link);
    }
}
