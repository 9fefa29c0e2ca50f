package io.weighbridge.bench;

import io.weighbridge.cli.Application;
import io.weighbridge.cli.JsonFileOption;

/** Entry of {@code weighbridge bench}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(JsonFileOption.renamed("bench", arguments), new BenchCommand()));
    }
}
