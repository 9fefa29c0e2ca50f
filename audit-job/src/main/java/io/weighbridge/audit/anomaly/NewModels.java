package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.anomaly.Anomaly.Contributor;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.GroupTotals;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.cli.Dollars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Models that were called on a day and on none of the days before it. No test: either they are there or not. */
final class NewModels {
    /** With fewer days before, everything is new. */
    static final int FEWEST_DAYS = 7;

    private static final int CONTRIBUTORS = 3;

    private NewModels() {}

    static List<Anomaly> of(DailySpend spend) {
        Set<String> known = spend.before().stream()
                .flatMap(day -> day.groups().stream())
                .map(group -> group.group().model())
                .collect(Collectors.toSet());
        Map<String, List<GroupTotals>> unknown = spend.today().stream()
                .filter(group -> !known.contains(group.group().model()))
                .collect(Collectors.groupingBy(group -> group.group().model(), TreeMap::new, Collectors.toList()));
        List<Anomaly> found = new ArrayList<>();
        unknown.forEach((model, groups) -> found.add(anomaly(spend, model, groups)));
        return found;
    }

    private static Anomaly anomaly(DailySpend spend, String model, List<GroupTotals> groups) {
        long calls = sum(groups, Measure.CALLS);
        long picodollars = sum(groups, Measure.SPEND_PICODOLLARS);
        long unknown = sum(groups, Measure.UNPRICED_CALLS) + sum(groups, Measure.USAGE_MISSING_CALLS);
        return new Anomaly(
                AnomalyKind.NEW_MODEL.label(),
                spend.day(),
                "model",
                model,
                "calls",
                calls,
                null,
                null,
                null,
                null,
                null,
                null,
                Dollars.ofPicodollars(picodollars),
                Dollars.ofPicodollars(picodollars),
                contributors(groups),
                "first called on this day, of " + (spend.before().size() + 1) + " with calls"
                        + (unknown == 0 ? "" : "; what " + unknown + " of its calls cost is not known"));
    }

    private static long sum(List<GroupTotals> groups, Measure measure) {
        return groups.stream().mapToLong(group -> group.sum(measure)).sum();
    }

    private static List<Contributor> contributors(List<GroupTotals> groups) {
        Map<CallGroup, Long> spends = new TreeMap<>();
        for (GroupTotals each : groups) {
            CallGroup group = each.group();
            spends.merge(
                    new CallGroup(group.team(), null, group.task(), group.model(), null, null),
                    each.sum(Measure.SPEND_PICODOLLARS),
                    Long::sum);
        }
        return spends.entrySet().stream()
                .sorted(Map.Entry.<CallGroup, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(CONTRIBUTORS)
                .map(entry -> new Contributor(
                        entry.getKey().team(),
                        entry.getKey().task(),
                        entry.getKey().model(),
                        Dollars.ofPicodollars(entry.getValue())))
                .toList();
    }
}
