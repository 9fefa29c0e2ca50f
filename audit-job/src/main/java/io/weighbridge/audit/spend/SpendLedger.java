package io.weighbridge.audit.spend;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was spent in a window, by day, team, application, task and model.
 *
 * @param lines ordered by those five
 */
public record SpendLedger(List<SpendLine> lines) {
    /** Shown in place of a team or application that the log does not name. */
    public static final String UNNAMED = "(not named)";

    private static final Comparator<@Nullable String> NAMES = Comparator.nullsFirst(Comparator.naturalOrder());

    private static final Comparator<SpendLine> ORDER = Comparator.comparing(SpendLine::day)
            .thenComparing(SpendLine::team, NAMES)
            .thenComparing(SpendLine::application, NAMES)
            .thenComparing(SpendLine::task)
            .thenComparing(SpendLine::model);

    /** @param lines of which those equal in all five become one */
    public SpendLedger {
        TreeMap<SpendLine, SpendAmount> amounts = new TreeMap<>(ORDER);
        lines.forEach(line -> amounts.merge(line, line.amount(), SpendAmount::plus));
        lines = amounts.entrySet().stream()
                .map(entry -> entry.getKey().with(entry.getValue()))
                .toList();
    }

    /** The amount of one group. */
    public record Total(String name, SpendAmount amount) {}

    public SpendAmount total() {
        return sum(lines);
    }

    public List<Total> byModel() {
        return dearestFirst(SpendLine::model);
    }

    public List<Total> byTask() {
        return dearestFirst(SpendLine::task);
    }

    public List<Total> byTeam() {
        return dearestFirst(line -> named(line.team()));
    }

    public List<Total> byApplication() {
        return dearestFirst(line -> named(line.application()));
    }

    /** In order of time; days without calls are left out. */
    public SortedMap<LocalDate, SpendAmount> byDay() {
        return grouped(SpendLine::day);
    }

    /** What each model cost, by task and model. */
    public Map<String, Map<String, SpendAmount>> modelsByTask() {
        Map<String, Map<String, SpendAmount>> models = new TreeMap<>();
        for (SpendLine line : lines) {
            models.computeIfAbsent(line.task(), unused -> new TreeMap<>())
                    .merge(line.model(), line.amount(), SpendAmount::plus);
        }
        return models;
    }

    private List<Total> dearestFirst(Function<SpendLine, String> group) {
        return grouped(group).entrySet().stream()
                .map(entry -> new Total(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Total total) -> total.amount().spendUsd())
                        .reversed()
                        .thenComparing(Total::name))
                .toList();
    }

    private <K extends Comparable<? super K>> SortedMap<K, SpendAmount> grouped(Function<SpendLine, K> group) {
        return lines.stream().collect(Collectors.toMap(group, SpendLine::amount, SpendAmount::plus, TreeMap::new));
    }

    private static SpendAmount sum(List<SpendLine> lines) {
        return lines.stream().map(SpendLine::amount).reduce(SpendAmount.NONE, SpendAmount::plus);
    }

    private static String named(@Nullable String name) {
        return name == null ? UNNAMED : name;
    }
}
