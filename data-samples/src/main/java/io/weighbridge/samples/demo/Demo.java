package io.weighbridge.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import io.weighbridge.samples.demo.DemoResult.Step;
import io.weighbridge.samples.month.MonthWriter;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.SimulatedModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The whole loop on a generated month: ingest, audit, train, run the next day by the policy against the simulated
 * provider, ingest what it did, audit again. Every step but the first is one of Weighbridge's commands, in a process of
 * its own. The truth is never written: what came of it is computed from the seed at the end.
 */
public final class Demo {
    private final DemoOptions options;
    private final Consumer<String> progress;
    private final List<Step> steps = new ArrayList<>();

    /** @param progress told what begins and what came of it, a line at a time */
    public Demo(DemoOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Plays the loop; takes a minute or two. */
    public DemoResult play() throws Exception {
        long begun = System.nanoTime();
        DemoFolder folder = DemoFolder.fresh(options.out());
        ProviderOptions models = ProviderOptions.of(
                        options.plan().seed(), options.plan().world())
                .withLatency(Duration.ofMillis(options.latencyMillis()));
        try (SimulatedProvider provider = SimulatedProvider.start(models)) {
            DemoSettings.write(folder.settings(), provider.baseUrl());
            return play(folder, new Commands(options.launcher(), folder.settings()), provider, begun);
        }
    }

    private DemoResult play(DemoFolder folder, Commands commands, SimulatedProvider provider, long begun)
            throws Exception {
        String lake = folder.lake().toString();
        step("a month of calls", () -> writeMonth(folder));
        step(
                "ingest",
                () -> ingested(commands.run(
                        "ingest",
                        "--lake",
                        lake,
                        folder.month().resolve("logs").toString(),
                        folder.month().resolve("outcomes").toString())));
        JsonNode audit = step("audit", () -> audited(commands.run("audit", "--lake", lake)));
        JsonNode trained = step(
                "train",
                () -> trained(commands.run(
                        "train", "--lake", lake, "--out", folder.policy().toString())));
        JsonNode ran = step(
                "run the next day",
                () -> ran(commands.run(
                        "run",
                        "--policy",
                        folder.policy().toString(),
                        "--workload",
                        folder.workload().toString(),
                        "--lake",
                        lake)));
        String calls = folder.calls(ran.path("run_id").asText()).toString();
        step("ingest its calls", () -> ingested(commands.run("ingest", "--lake", lake, calls)));
        JsonNode again = step("audit again", () -> audited(commands.run("audit", "--lake", lake)));

        DayTruth truth = new DayTruth(options.plan());
        DayResult before = truth.allTo(SimulatedModel.INCUMBENT);
        DayResult served = truth.served(folder.calls(ran.path("run_id").asText()));
        DayResult after = new DayResult(
                provider.charged(), served.trueQuality(), served.expectedTrueQuality(), served.callsByModel());
        return new DemoResult(
                before,
                after,
                report(folder, again),
                folder.policy().toString(),
                after.costUsd().toBigDecimal().doubleValue()
                        / before.costUsd().toBigDecimal().doubleValue(),
                before.trueQuality() - after.trueQuality(),
                before.expectedTrueQuality() - after.expectedTrueQuality(),
                options.plan().seed(),
                options.plan().world().label(),
                new BigDecimal(audit.path("spend_usd").asText("0")),
                provider.charged(),
                trained.at("/certificate/certified").asBoolean(false),
                report(folder, audit),
                steps,
                secondsSince(begun));
    }

    private <T> T step(String name, Callable<T> work) throws Exception {
        progress.accept(name + " ...");
        long begun = System.nanoTime();
        T result = work.call();
        steps.add(new Step(name, secondsSince(begun)));
        return result;
    }

    private long writeMonth(DemoFolder folder) throws IOException {
        Files.createDirectories(folder.month());
        MonthWriter.Written written = new MonthWriter(options.plan(), folder.month()).write(days -> {});
        say(
                "%,d calls, %,d replay draws, %,d requests for the next day",
                written.calls(), written.draws(), written.nextDayCalls());
        return written.logLines();
    }

    private JsonNode ingested(JsonNode result) {
        say(
                "%,d rows read: %,d accepted, %,d duplicate, %,d quarantined",
                result.path("read").asLong(),
                result.path("accepted").asLong(),
                result.path("duplicate").asLong(),
                result.path("quarantined").asLong());
        return result;
    }

    private JsonNode audited(JsonNode result) {
        say(
                "%,d calls, spent %s USD; verdicts %s",
                result.path("calls").asLong(),
                result.path("spend_usd").asText(),
                result.path("verdict_counts").toString());
        return result;
    }

    private JsonNode trained(JsonNode result) {
        JsonNode certificate = result.path("certificate");
        if (certificate.path("certified").asBoolean(false)) {
            say(
                    "certified: loses at most %s of quality with confidence %s",
                    certificate.path("max_quality_loss").asText(),
                    certificate.path("confidence").asText());
        } else {
            say("no cheaper policy could be certified: every call stays where it is");
        }
        return result;
    }

    private JsonNode ran(JsonNode result) {
        say(
                "%,d of %,d answered for %s USD",
                result.path("succeeded").asLong(),
                result.path("items").asLong(),
                result.path("cost_usd").asText());
        return result;
    }

    /** The report of an audit as a path, whether the audit gives it relative to its folder or not. */
    private static String report(DemoFolder folder, JsonNode audit) {
        return folder.lake()
                .resolve("audits")
                .resolve(audit.path("audit_id").asText())
                .resolve(audit.path("report").asText("report.html"))
                .toString();
    }

    private void say(String format, Object... values) {
        progress.accept("  " + String.format(Locale.ROOT, format, values));
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
