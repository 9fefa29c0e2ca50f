package io.weighbridge.audit;

import io.weighbridge.audit.ingest.IngestCommand;
import io.weighbridge.cli.Application;

/** The commands of this module: {@code weighbridge ingest}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(arguments, new IngestCommand()));
    }
}
