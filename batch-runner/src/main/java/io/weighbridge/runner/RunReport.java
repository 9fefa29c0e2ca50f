package io.weighbridge.runner;

import io.weighbridge.cli.Dollars;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

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
        String forecast = planned.forecastCostUsd() == null ? "unknown" : Dollars.display(planned.forecastCostUsd());
        return String.format(
                Locale.ROOT,
                "%n  forecast %s by %s; was %s at %s, %s",
                forecast,
                planned.forecastFinishAt().truncatedTo(ChronoUnit.SECONDS),
                Dollars.display(run.costUsd()),
                planned.finishedAt().truncatedTo(ChronoUnit.SECONDS),
                planned.inTime() ? "in time" : "after the deadline " + planned.deadline());
    }

    /** A forecast, for people. */
    static String text(Forecast forecast) {
        return String.format(
                Locale.ROOT,
                "forecast: %,d items for %s, at most %s; %s; done by %s%s",
                forecast.items(),
                forecast.costUsd() == null ? "an unknown cost" : Dollars.display(forecast.costUsd()),
                Dollars.display(forecast.mostUsd()),
                forecast.batchesUntil() == null
                        ? "by calls"
                        : "in batches, from " + forecast.batchesUntil().truncatedTo(ChronoUnit.SECONDS) + " by calls",
                forecast.finishAt().truncatedTo(ChronoUnit.SECONDS),
                forecast.isInTime() ? "" : ", which is after the deadline " + forecast.deadline());
    }
}
