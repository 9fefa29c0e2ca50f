package io.weighbridge.audit.finetune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which verified answers become examples: each prompt once, no template too often, not too many in all. What is left out is
 * told by a salted hash of the prompt, so that nothing depends on the order of reading.
 *
 * @param examples in the order of that hash
 * @param dropped how many were left out, by reason
 */
record Selection(List<Example> examples, Map<Fate, Long> dropped) {
    Selection {
        examples = List.copyOf(examples);
        dropped = Map.copyOf(dropped);
    }

    static Selection of(Collection<Example> verified, int perTemplate, int mostExamples, String salt) {
        Map<String, Example> byPrompt = new HashMap<>();
        verified.forEach(example ->
                byPrompt.merge(example.promptKey(), example, (a, b) -> Example.BEST_FIRST.compare(a, b) <= 0 ? a : b));
        Map<String, Integer> taken = new HashMap<>();
        List<Example> examples = new ArrayList<>();
        long overTemplate = 0;
        long over = 0;
        for (Example example : inHashedOrder(byPrompt.values(), salt)) {
            if (taken.merge(example.template(), 1, Integer::sum) > perTemplate) {
                overTemplate++;
            } else if (examples.size() == mostExamples) {
                over++;
            } else {
                examples.add(example);
            }
        }
        Map<Fate, Long> dropped = new EnumMap<>(Fate.class);
        dropped.put(Fate.DUPLICATE_PROMPT, (long) verified.size() - byPrompt.size());
        dropped.put(Fate.OVER_TEMPLATE_LIMIT, overTemplate);
        dropped.put(Fate.OVER_LIMIT, over);
        return new Selection(examples, dropped);
    }

    private record Placed(String place, Example example) {}

    private static List<Example> inHashedOrder(Collection<Example> examples, String salt) {
        return examples.stream()
                .map(example -> new Placed(example.place(salt), example))
                .sorted(Comparator.comparing(Placed::place))
                .map(Placed::example)
                .toList();
    }
}
