package io.weighbridge.audit.finetune;

import io.weighbridge.tokenlog.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Examples to learn from and examples to look at while learning. A group lies on one side as a whole. Groups come in the
 * order of a salted hash, and each goes to validation if it still fits there. Where none fits, the smallest of several does.
 *
 * @param groups on both sides
 * @param largestGroup examples in the largest of them
 */
record Split(List<Example> train, List<Example> validation, int groups, int largestGroup) {
    Split {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    private record Group(String place, String name, int examples) {}

    /** @param share of the examples that go to validation at most, in [0, 1) */
    static Split of(List<Example> examples, Function<Example, String> groupOf, double share, String salt) {
        Map<String, Integer> sizes = new HashMap<>();
        examples.forEach(example -> sizes.merge(groupOf.apply(example), 1, Integer::sum));
        List<Group> groups = sizes.entrySet().stream()
                .map(group -> new Group(Sha256.hex(salt + "\n" + group.getKey()), group.getKey(), group.getValue()))
                .sorted(Comparator.comparing(Group::place))
                .toList();
        Set<String> held = held(groups, share, examples.size());
        List<Example> train = new ArrayList<>();
        List<Example> validation = new ArrayList<>();
        examples.forEach(example -> (held.contains(groupOf.apply(example)) ? validation : train).add(example));
        int largest = groups.stream().mapToInt(Group::examples).max().orElse(0);
        return new Split(train, validation, groups.size(), largest);
    }

    private static Set<String> held(List<Group> groups, double share, int examples) {
        Set<String> held = new HashSet<>();
        long room = Math.round(share * examples);
        for (Group group : groups) {
            if (group.examples() <= room) {
                room -= group.examples();
                held.add(group.name());
            }
        }
        if (held.isEmpty() && share > 0 && groups.size() > 1) {
            groups.stream().min(Comparator.comparingInt(Group::examples)).ifPresent(group -> held.add(group.name()));
        }
        return held;
    }
}
