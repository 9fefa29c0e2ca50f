package io.weighbridge.trainer.backtest;

import io.weighbridge.cli.BadInputException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which models of two files are the same, whose names are rarely spelled alike: the part behind the last slash is compared
 * by its letters and digits, so {@code mistralai/Mixtral-8x7B-Instruct-v0.1} is {@code mixtral_8x7b_instruct_v01}.
 */
final class SameModels {
    private SameModels() {}

    /**
     * @param named trained model by tested model, where the user says so
     * @return trained model by tested model
     * @throws BadInputException unless every tested model was trained, and under one name
     */
    static SortedMap<String, String> match(List<String> tested, List<String> trained, Map<String, String> named) {
        SortedMap<String, String> matched = new TreeMap<>();
        for (String model : tested) {
            List<String> same = trained.stream()
                    .filter(other -> named.containsKey(model)
                            ? other.equals(named.get(model))
                            : key(other).equals(key(model)))
                    .toList();
            if (same.size() != 1) {
                throw new BadInputException("--train-outcomes: must name each tested model once, was " + same + " for "
                        + model + "; --same-model says which is meant");
            }
            matched.put(model, same.getFirst());
        }
        return matched;
    }

    private static String key(String model) {
        return model.substring(model.lastIndexOf('/') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
    }
}
