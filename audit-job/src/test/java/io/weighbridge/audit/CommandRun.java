package io.weighbridge.audit;

import io.weighbridge.audit.anomaly.AnomaliesCommand;
import io.weighbridge.audit.drift.DriftCommand;
import io.weighbridge.audit.export.ExportCommand;
import io.weighbridge.audit.ingest.IngestCommand;
import io.weighbridge.audit.prices.PricesCommand;
import io.weighbridge.audit.reconcile.ReconcileCommand;
import io.weighbridge.audit.replay.GoldCommand;
import io.weighbridge.audit.replay.ReplayOutcomesCommand;
import io.weighbridge.audit.replay.ReplayPlanCommand;
import io.weighbridge.audit.upkeep.LakeCommand;
import io.weighbridge.audit.whatif.WhatIfCommand;
import io.weighbridge.audit.window.WindowCommand;
import io.weighbridge.cli.Application;
import io.weighbridge.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One command run in this JVM: its exit status and what it printed. */
public record CommandRun(int status, String out, String err) {
    private static final AtomicLong SECONDS =
            new AtomicLong(Instant.parse("2026-11-22T10:00:00Z").getEpochSecond());

    public static CommandRun of(String... arguments) {
        return of(Map.of(), arguments);
    }

    public static CommandRun of(Map<String, String> environment, String... arguments) {
        SharedSpark.session();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                0);
        // Each command begins a second after the one before.
        Clock clock = Clock.fixed(Instant.ofEpochSecond(SECONDS.incrementAndGet()), ZoneOffset.UTC);
        int status = new Application(
                        console,
                        new IngestCommand(),
                        new LakeCommand(),
                        new AuditCommand(clock),
                        new AuditTimingsCommand(clock),
                        new AnomaliesCommand(),
                        new WindowCommand(),
                        new ReplayPlanCommand(clock),
                        new ReplayOutcomesCommand(),
                        new GoldCommand(),
                        new WhatIfCommand(clock),
                        new DriftCommand(clock),
                        new ExportCommand(),
                        new ReconcileCommand(),
                        new PricesCommand())
                .run(arguments);
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
