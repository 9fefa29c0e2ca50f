package io.weighbridge.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Commands;
import io.weighbridge.samples.demo.DemoResult.Step;
import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.month.MonthWriter;
import io.weighbridge.samples.provider.AnswerKey;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Usd;
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
 * provider; in the second night buy replays of what is undecided, ingest all of it, audit again. Every step but the first is one of Weighbridge's commands, in a process of
 * its own. The truth is never written: what came of it is computed from the seed at the end.
 */
public final class Demo {
    /** As of the month's own replay: equal answers are graded equally. */
    private static final String LABEL_SOURCE = "grader:reference";

    private final DemoOptions options;
    private final Consumer<String> progress;
    private final List<Step> steps = new ArrayList<>();

    /** @param progress told what begins and what came of it, a line at a time */
    public Demo(DemoOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Plays the loop; takes some minutes. */
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
        Usd paid = provider.charged();
        List<String> found = new ArrayList<>(List.of("ingest", "--lake", lake));
        found.add(folder.calls(ran.path("run_id").asText()).toString());
        JsonNode plan = step("plan replays", () -> planned(commands.run(plan(folder))));
        Usd replayed = Usd.ZERO;
        if (plan.path("requests").asLong() > 0) {
            JsonNode replay = step("replay", () -> replay(folder, commands));
            replayed = Usd.parse(replay.at("/run/cost_usd").asText());
            found.add(folder.calls(replay.at("/run/run_id").asText()).toString());
            found.add(folder.outcomes().toString());
        }
        step("ingest what is new", () -> ingested(commands.run(found.toArray(String[]::new))));
        JsonNode again = step("audit again", () -> audited(commands.run("audit", "--lake", lake)));

        DayTruth truth = new DayTruth(options.plan());
        DayResult before = truth.allTo(SimulatedModel.INCUMBENT);
        DayResult served = truth.served(folder.calls(ran.path("run_id").asText()));
        DayResult after =
                new DayResult(paid, served.trueQuality(), served.expectedTrueQuality(), served.callsByModel());
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
                replays(audit, again, plan, replayed),
                steps,
                secondsSince(begun));
    }

    /** Planned for the days of the month, whose calls the month's own replay was drawn from. */
    private String[] plan(DemoFolder folder) throws IOException {
        MonthPlan month = options.plan();
        Files.createDirectories(folder.plan().getParent());
        return new String[] {
            "replay-plan",
            "--lake",
            folder.lake().toString(),
            "--from",
            month.from().toString(),
            "--to",
            month.from().plusDays(month.days() - 1).toString(),
            "--budget",
            options.replayBudgetUsd(),
            "--replay-id",
            "second-night",
            "--out",
            folder.plan().toString()
        };
    }

    private JsonNode replay(DemoFolder folder, Commands commands) throws IOException, InterruptedException {
        ReplayReferences.write(folder.draws(), new AnswerKey(options.plan().seed()), folder.references());
        JsonNode result = commands.run(
                "replay",
                "--plan",
                folder.plan().toString(),
                "--lake",
                folder.lake().toString(),
                "--budget",
                options.replayBudgetUsd(),
                "--grader",
                "number",
                "--references",
                folder.references().toString());
        commands.run(
                "replay-outcomes",
                "--plan",
                folder.plan().toString(),
                "--scores",
                result.at("/graded/scores").asText(),
                "--label-source",
                LABEL_SOURCE,
                "--out",
                folder.outcomes().toString());
        say(
                "%,d of %,d answered for %s USD, %,d right",
                result.at("/run/succeeded").asLong(),
                result.at("/run/items").asLong(),
                result.at("/run/cost_usd").asText(),
                result.at("/graded/passed").asLong());
        return result;
    }

    private static DemoResult.Replays replays(JsonNode first, JsonNode second, JsonNode plan, Usd cost) {
        DecidedTasks before = DecidedTasks.of(first);
        DecidedTasks after = DecidedTasks.of(second);
        return new DemoResult.Replays(
                after.tasks(),
                before.decided(),
                after.decided(),
                plan.path("requests").asLong(),
                cost);
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

    private JsonNode planned(JsonNode result) {
        say(
                "%,d requests for %,d draws, at most %s USD",
                result.path("requests").asLong(),
                result.path("draws").asLong(),
                result.path("worst_case_usd").asText());
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
