package io.weighbridge.samples;

import io.weighbridge.cli.Application;

/** The commands of the samples: {@code samples generate|describe|provider} and {@code demo}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(arguments, new SamplesCommand(), new DemoCommand()));
    }
}
