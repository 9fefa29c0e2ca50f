package io.weighbridge.trainer;

import io.weighbridge.cli.Application;
import io.weighbridge.cli.JsonFileOption;

/** Entry of the trainer's commands: {@code backtest} and {@code train}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(
                JsonFileOption.renamed("backtest", arguments), new BacktestCommand(), new TrainCommand()));
    }
}
