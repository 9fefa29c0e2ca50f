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
import java.time.Clock;

/** The commands of this module: ingest, audit, anomalies, window, replay-plan, replay-outcomes, gold, what-if, drift, lake, export, reconcile, prices. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(
                arguments,
                new IngestCommand(),
                new AuditCommand(Clock.systemUTC()),
                new AuditTimingsCommand(Clock.systemUTC()),
                new AnomaliesCommand(),
                new LakeCommand(),
                new WindowCommand(),
                new ReplayPlanCommand(Clock.systemUTC()),
                new ReplayOutcomesCommand(),
                new GoldCommand(),
                new WhatIfCommand(Clock.systemUTC()),
                new DriftCommand(Clock.systemUTC()),
                new ExportCommand(),
                new ReconcileCommand(),
                new PricesCommand()));
    }
}
