package io.weighbridge.audit.anomaly;

import io.weighbridge.audit.anomaly.Anomaly.Contributor;
import io.weighbridge.audit.rollup.CallGroup;
import io.weighbridge.audit.rollup.Measure;
import io.weighbridge.audit.spend.SpendLedger;
import io.weighbridge.cli.Dollars;
import io.weighbridge.evidence.UnusualSpend;
import io.weighbridge.evidence.UnusualSpend.Judgement;
import io.weighbridge.evidence.UnusualSpend.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Spend of a day in all, by team, by task and by model, each against its own history ({@link UnusualSpend}).
 *
 * <p>Half of a series' weight is the same for all of its dimension, half is its share of the dimension's spend in the history: a few cents
 * that doubled are hardly worth a false alarm, and a large team is. A rise of less than a hundredth of what a day usually costs is not
 * reported, which can only lower the rate.
 */
final class SpendRises {
    private static final double LEAST_OF_A_DAY = 0.01;
    private static final int CONTRIBUTORS = 3;
    private static final int MOST_SERIES = 500;
    private static final Map<String, Function<CallGroup, @Nullable String>> DIMENSIONS = dimensions();

    private final List<Anomaly> found = new ArrayList<>();
    private int tested;
    private int notTested;

    private record Named(String dimension, String name, double picodollars) {}

    private SpendRises() {}

    static SpendRises of(DailySpend spend, double falseAlarms) {
        SpendRises rises = new SpendRises();
        List<Named> names = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        DIMENSIONS.forEach((dimension, part) -> {
            Map<String, double[]> values = largest(spend.series(part, Measure.SPEND_PICODOLLARS));
            double total =
                    values.values().stream().mapToDouble(SpendRises::before).sum();
            values.forEach((name, days) -> {
                double today = days[days.length - 1];
                double share = total > 0 ? before(days) / total : 0;
                names.add(new Named(dimension, name, today));
                series.add(new Series(Arrays.copyOf(days, days.length - 1), today, 0.5 / values.size() + 0.5 * share));
            });
        });
        List<Judgement> judgements = UnusualSpend.judge(series, falseAlarms);
        double least = LEAST_OF_A_DAY * spend.usualDay();
        for (int i = 0; i < names.size(); i++) {
            Judgement judgement = judgements.get(i);
            if (judgement.refusal() != null) {
                rises.notTested++;
                continue;
            }
            rises.tested++;
            Named named = names.get(i);
            if (judgement.isAlarm() && named.picodollars() - Objects.requireNonNull(judgement.expected()) >= least) {
                rises.found.add(anomaly(spend, named, judgement));
            }
        }
        return rises;
    }

    List<Anomaly> found() {
        return found;
    }

    int tested() {
        return tested;
    }

    /** Series whose history is too short, or too empty. */
    int notTested() {
        return notTested;
    }

    /** So many series of a dimension are tested by themselves; a name is free to make up. */
    private static Map<String, double[]> largest(Map<String, double[]> all) {
        Map<String, double[]> largest = new LinkedHashMap<>();
        double[] others = null;
        for (Map.Entry<String, double[]> entry : all.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, double[]> each) -> -before(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .toList()) {
            // Refunds may outweigh a day's charges.
            double[] days = Arrays.stream(entry.getValue())
                    .map(value -> Double.isNaN(value) ? value : Math.max(0, value))
                    .toArray();
            if (largest.size() < MOST_SERIES) {
                largest.put(entry.getKey(), days);
            } else if (others == null) {
                others = days;
            } else {
                for (int day = 0; day < days.length; day++) {
                    others[day] += days[day];
                }
            }
        }
        if (others != null) {
            largest.put("(" + (all.size() - MOST_SERIES) + " smaller ones together)", others);
        }
        return largest;
    }

    private static double before(double[] days) {
        return Arrays.stream(days, 0, days.length - 1)
                .filter(value -> value > 0)
                .sum();
    }

    private static Anomaly anomaly(DailySpend spend, Named named, Judgement judgement) {
        double expected = Objects.requireNonNull(judgement.expected());
        double perMonth = AnomalyOptions.perMonth(Objects.requireNonNull(judgement.falseAlarms()));
        double ratio = named.picodollars() / expected;
        return new Anomaly(
                AnomalyKind.SPEND.label(),
                spend.day(),
                named.dimension(),
                named.name(),
                "usd a day",
                usd(named.picodollars()),
                usd(expected),
                usd(Objects.requireNonNull(judgement.usualLow())),
                usd(Objects.requireNonNull(judgement.usualHigh())),
                ratio,
                judgement.pValue(),
                perMonth,
                Dollars.ofPicodollars(named.picodollars()),
                Dollars.ofPicodollars(named.picodollars() - expected),
                contributors(spend, named),
                String.format(
                        Locale.ROOT,
                        "%.1f times what is usual on such a day; as much by chance %s",
                        ratio,
                        often(perMonth)));
    }

    private static double usd(double picodollars) {
        return picodollars / 1e12;
    }

    /** How often as much is seen by chance, over all that is tested. */
    static String often(double perMonth) {
        double months = 1 / Math.max(perMonth, 1e-9);
        return months < 24
                ? String.format(Locale.ROOT, "once in %.1f months", months)
                : months < 12_000
                        ? String.format(Locale.ROOT, "once in %.0f years", months / 12)
                        : "less than once in 1,000 years";
    }

    /** Groups of the part that made the difference. */
    private static List<Contributor> contributors(DailySpend spend, Named named) {
        Function<CallGroup, @Nullable String> part = Objects.requireNonNull(DIMENSIONS.get(named.dimension()));
        Map<CallGroup, Double> changes = spend.changes(group -> named.name().equals(part.apply(group))
                ? new CallGroup(group.team(), null, group.task(), group.model(), null, null)
                : null);
        return changes.entrySet().stream()
                .filter(change -> change.getValue() > 0)
                .sorted(Map.Entry.<CallGroup, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(CONTRIBUTORS)
                .map(change -> new Contributor(
                        change.getKey().team(),
                        change.getKey().task(),
                        change.getKey().model(),
                        Dollars.ofPicodollars(change.getValue())))
                .toList();
    }

    private static Map<String, Function<CallGroup, @Nullable String>> dimensions() {
        Map<String, Function<CallGroup, @Nullable String>> dimensions = new LinkedHashMap<>();
        dimensions.put("all", group -> "all calls");
        dimensions.put("team", group -> group.team() == null ? SpendLedger.UNNAMED : group.team());
        dimensions.put("task", CallGroup::task);
        dimensions.put("model", CallGroup::model);
        return dimensions;
    }
}
