package io.weighbridge.routing;

import io.weighbridge.routing.RouteExplanation.Push;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What each feature of a request does to a model: its log-odds with the feature less those with 0 in its place. */
final class Pushes {
    private static final int MOST = 5;

    private Pushes() {}

    /** The largest in size first; of equal ones the lower index. */
    static List<Push> of(CallModel model, SparseVector features, Map<Integer, String> names) {
        double whole = model.logOdds(features);
        List<Push> pushes = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            int index = features.index(i);
            double push = whole - model.logOdds(features.without(i));
            if (push != 0) {
                pushes.add(new Push(index, names.getOrDefault(index, "feature " + index), push));
            }
        }
        return pushes.stream()
                .sorted(Comparator.comparingDouble((Push push) -> -Math.abs(push.logOdds()))
                        .thenComparingInt(Push::feature))
                .limit(MOST)
                .toList();
    }
}
