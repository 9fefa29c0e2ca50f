package io.weighbridge.bench.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Calls that are alike in what is known before they are drawn: task, y(a) and how dear they are. */
final class Strata {
    private static final int GRADES = 3;
    private static final int FEWEST_CALLS = 60;

    private Strata() {}

    /** The finest of four divisions whose strata have sixty calls on average. */
    static int[] of(PairedSet set, int[] units, double[] known, double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        IntFunction<Object> task = call -> set.taskOf()[units[call]];
        IntFunction<Object> grade = call -> Math.min(GRADES - 1, (int) (known[units[call]] * GRADES));
        IntFunction<Object> cost = call ->
                costs[call] < sorted[sorted.length / 3] ? 0 : costs[call] < sorted[2 * sorted.length / 3] ? 1 : 2;
        List<List<IntFunction<Object>>> divisions =
                List.of(List.of(task, grade, cost), List.of(task, grade), List.of(grade, cost), List.of(grade));
        int[] strata = new int[units.length];
        for (List<IntFunction<Object>> division : divisions) {
            Map<List<Object>, Integer> numbers = new HashMap<>();
            for (int call = 0; call < units.length; call++) {
                int at = call;
                List<Object> key =
                        division.stream().map(property -> property.apply(at)).toList();
                Integer number = numbers.putIfAbsent(key, numbers.size());
                strata[call] = number == null ? numbers.size() - 1 : number;
            }
            if (numbers.size() * FEWEST_CALLS <= units.length) {
                break;
            }
        }
        return strata;
    }
}
