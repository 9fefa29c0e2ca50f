package io.weighbridge.trainer;

import io.weighbridge.cli.Application;
import io.weighbridge.cli.JsonFileOption;

/** Entry of the trainer's commands: {@code backtest}, {@code train}, {@code certify}, {@code compare} and {@code policy}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(
                JsonFileOption.renamed("backtest", arguments),
                new BacktestCommand(),
                new TrainCommand(),
                new TrainTimingsCommand(),
                new TrainClassifierCommand(),
                new CertifyCommand(),
                new CompareCommand(),
                new PolicyCommand()));
    }
}
