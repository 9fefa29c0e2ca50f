package io.weighbridge.runner;

import io.weighbridge.cli.Dollars;
import io.weighbridge.runner.results.RunSummary;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
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
}
