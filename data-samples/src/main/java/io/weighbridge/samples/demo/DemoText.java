package io.weighbridge.samples.demo;

import io.weighbridge.cli.Dollars;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's closing table. */
public final class DemoText {
    private DemoText() {}

    /** Several lines without a line feed at the end. */
    public static String of(DemoResult result) {
        StringBuilder text = new StringBuilder();
        line(text, "");
        line(text, "The next day, %,d calls    %14s %14s", calls(result), "before", "after");
        line(
                text,
                "  cost                     %14s %14s   %.1f %% of before",
                Dollars.display(result.before().costUsd()),
                Dollars.display(result.after().costUsd()),
                100 * result.costShare());
        line(
                text,
                "  answered rightly         %12.2f %% %12.2f %%   %+.2f points",
                100 * result.before().trueQuality(),
                100 * result.after().trueQuality(),
                -100 * result.trueQualityLoss());
        line(
                text,
                "  ... without day's luck   %12.2f %% %12.2f %%   %+.2f points",
                100 * result.before().expectedTrueQuality(),
                100 * result.after().expectedTrueQuality(),
                -100 * result.expectedTrueQualityLoss());
        line(text, "  (answers are judged by the generator's truth, which no other step has seen)");
        line(text, "");
        line(text, "%s", secondNight(result.replays()));
        line(text, "");
        line(text, "served by  %s", shares(result.after()));
        line(text, "policy     %s%s", result.policy(), result.certified() ? "" : "   (nothing certified: no change)");
        line(text, "report     %s", result.report());
        line(text, "took       %.0f s", result.seconds());
        return text.toString().stripTrailing();
    }

    private static String secondNight(DemoResult.Replays replays) {
        return replays.requests() == 0
                ? String.format(
                        Locale.ROOT,
                        "The second night, no replays: %d of %d tasks were decided",
                        replays.decidedBefore(),
                        replays.tasks())
                : String.format(
                        Locale.ROOT,
                        "The second night, %,d replays for %s%n  tasks decided            %9d of %d %9d of %d",
                        replays.requests(),
                        Dollars.display(replays.costUsd()),
                        replays.decidedBefore(),
                        replays.tasks(),
                        replays.decidedAfter(),
                        replays.tasks());
    }

    private static long calls(DemoResult result) {
        return result.before().callsByModel().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static String shares(DayResult day) {
        long all =
                day.callsByModel().values().stream().mapToLong(Long::longValue).sum();
        return day.callsByModel().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> String.format(Locale.ROOT, "%s %.1f %%", entry.getKey(), 100.0 * entry.getValue() / all))
                .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
