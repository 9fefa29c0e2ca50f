package io.weighbridge.runner;

import io.weighbridge.cli.Dollars;
import io.weighbridge.runner.forecast.Effort;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a run did, for people. */
final class RunReport {
    private RunReport() {}

    static String text(RunSummary run, Path directory) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "run %s: %,d items, %,d succeeded, %,d failed, %,d need a person, %s in %.1f s",
                run.runId(),
                run.items(),
                run.succeeded(),
                run.failed(),
                run.needsHuman(),
                Dollars.display(run.costUsd()),
                run.seconds()));
        if (run.unresolvedUsd().compareTo(Usd.ZERO) > 0) {
            text.append(", and at most ")
                    .append(Dollars.display(run.unresolvedUsd()))
                    .append(" of unknown cost");
        }
        RunSummary.Reused reused = run.reused();
        if (reused.cache() + reused.template() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  without a call           %,9d items  %,d from the cache, %,d by templates",
                    reused.cache() + reused.template(),
                    reused.cache(),
                    reused.template()));
        }
        if (run.planned() != null) {
            text.append(compared(run, run.planned()));
        }
        for (RunSummary.ModelShare share : run.byModel()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %-24s %,9d items  %s",
                    share.model(),
                    share.items(),
                    Dollars.display(share.costUsd())));
        }
        return text.append(System.lineSeparator())
                .append("results in ")
                .append(directory)
                .toString();
    }

    private static String compared(RunSummary run, RunSummary.Planned planned) {
        Effort forecast = planned.forecast();
        Effort done = planned.done();
        if (planned.deadline() == null) {
            return String.format(
                    Locale.ROOT,
                    "%n  forecast %,d calls, %s, %s; was %,d calls, %s, done by %s",
                    forecast.calls(),
                    cost(planned.forecastCostUsd()),
                    doneBy(planned.forecastFinishAt()),
                    done.calls(),
                    Dollars.display(run.costUsd()),
                    seconds(planned.finishedAt()));
        }
        return row("", "forecast", "was")
                + row("cost", dollars(planned.forecastCostUsd()), Dollars.display(run.costUsd()))
                + row("calls", forecast.calls(), done.calls())
                + row("  repeated", forecast.retries(), done.retries())
                + row("  of judges", forecast.judgeCalls(), done.judgeCalls())
                + row("escalations", forecast.escalations(), done.escalations())
                + row("batches", forecast.batches(), done.batches())
                + row(
                        "done by",
                        planned.forecastFinishAt() == null
                                ? "unknown"
                                : seconds(planned.forecastFinishAt()).toString(),
                        seconds(planned.finishedAt()).toString())
                + (Boolean.TRUE.equals(planned.inTime()) ? ", in time" : ", after the deadline " + planned.deadline());
    }

    private static String row(String name, long forecast, long was) {
        return row(name, String.format(Locale.ROOT, "%,d", forecast), String.format(Locale.ROOT, "%,d", was));
    }

    private static String row(String name, String forecast, String was) {
        return String.format(Locale.ROOT, "%n  %-24s %21s %21s", name, forecast, was);
    }

    /** A forecast, for people: a line, or what a plan for a deadline stands on. */
    static String text(Forecast forecast) {
        return forecast.deadline() == null ? line(forecast) : plan(forecast);
    }

    private static String line(Forecast forecast) {
        return String.format(
                Locale.ROOT,
                "forecast: %,d items, %,d calls, %s, %s%s",
                forecast.items(),
                forecast.effort().calls(),
                cost(forecast.costUsd()),
                doneBy(forecast.finishAt()),
                forecast.assumptions().contains(Forecast.NO_REUSE) ? ", if " + Forecast.NO_REUSE : "");
    }

    private static String cost(@Nullable Usd amount) {
        return amount == null ? "an unknown cost" : Dollars.display(amount);
    }

    private static String doneBy(@Nullable Instant time) {
        return time == null ? "at an unknown time" : "done by " + seconds(time);
    }

    private static String plan(Forecast forecast) {
        Effort effort = forecast.effort();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "forecast: %,d items for %s, at most %s; %s; done by %s%s%n"
                        + "  %,d calls: %,d of them repeated, %,d of judges; %,d escalations; %,d batches",
                forecast.items(),
                cost(forecast.costUsd()),
                dollars(forecast.mostUsd()),
                forecast.batchesUntil() == null
                        ? "by calls"
                        : "in batches, from " + seconds(forecast.batchesUntil()) + " by calls",
                forecast.finishAt() == null ? "unknown" : seconds(forecast.finishAt()),
                forecast.isInTime() ? "" : ", which is after the deadline " + forecast.deadline(),
                effort.calls(),
                effort.retries(),
                effort.judgeCalls(),
                effort.escalations(),
                effort.batches()));
        forecast.assumptions()
                .forEach(assumed -> text.append(System.lineSeparator())
                        .append("  assumed: ")
                        .append(assumed));
        return text.toString();
    }

    private static String dollars(@Nullable Usd amount) {
        return amount == null ? "unknown" : Dollars.display(amount);
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
