package io.weighbridge.samples.figures;

import io.weighbridge.samples.figures.TruthFigures.ModelFigures;
import io.weighbridge.samples.figures.TruthFigures.TaskFigures;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures as people read them. */
public final class FiguresText {
    private FiguresText() {}

    /** Several lines without a line feed at the end. */
    public static String of(TruthFigures figures) {
        StringBuilder text = new StringBuilder();
        line(text, "seed %d, world %s, first %,d rows", figures.seed(), figures.world(), figures.rows());
        line(text, "repeats: %.1f %% exact, %.1f %% near", 100 * figures.exactRepeats(), 100 * figures.nearRepeats());
        line(text, "");
        line(text, "%-14s %9s %8s %6s", "model", "accuracy", "cost", "AUC");
        for (ModelFigures model : figures.models()) {
            line(
                    text,
                    "%-14s %8.2f%% %7.2f%% %6.3f",
                    model.model(),
                    100 * model.accuracy(),
                    100 * model.costShare(),
                    model.predictability());
        }
        line(text, "");
        line(
                text,
                "%-22s %6s %6s  %-27s %-24s %-20s %s",
                "task",
                "calls",
                "spend",
                "accuracy",
                "AUC",
                "discordance",
                "cheapest good");
        figures.tasks().forEach(task -> line(text, task));
        line(text, "");
        line(
                text,
                "best task policy: cost %.1f %%, true loss %.2f points, discordance %.2f %%",
                100 * figures.taskPolicy().costShare(),
                100 * figures.taskPolicy().trueLoss(),
                100 * figures.taskPolicy().discordance());
        line(text, "");
        for (Requirement requirement : figures.requirements()) {
            line(
                    text,
                    "%-4s %-62s %7.4f in [%.3f, %.3f]",
                    requirement.holds() ? "ok" : "FAIL",
                    requirement.name(),
                    requirement.value(),
                    requirement.low(),
                    requirement.high());
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, TaskFigures task) {
        line(
                text,
                "%-22s %5.1f%% %5.1f%%  %-27s %-24s %-20s %s",
                task.task(),
                100 * task.share(),
                100 * task.spendShare(),
                percents(task.accuracy()),
                decimals(task.predictability()),
                percents(task.discordance().subList(1, task.discordance().size())),
                task.best());
    }

    private static String percents(List<Double> shares) {
        return shares.stream()
                .map(share -> String.format(Locale.ROOT, "%.1f%%", 100 * share))
                .collect(Collectors.joining(" "));
    }

    private static String decimals(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.3f", value))
                .collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
