package io.weighbridge.runner;

import io.weighbridge.cli.Application;

/** The commands of the runner: {@code route}, {@code sign}, {@code run}, {@code replay}, {@code worker}, {@code runs} and {@code nightly}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(
                arguments,
                new RouteCommand(),
                new SignCommand(),
                new RunCommand(),
                new ReplayCommand(),
                new WorkerCommand(),
                new RunsCommand(),
                new NightlyCommand()));
    }
}
