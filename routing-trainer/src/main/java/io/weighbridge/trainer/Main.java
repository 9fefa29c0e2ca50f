package io.weighbridge.trainer;

import io.weighbridge.cli.Application;
import java.util.ArrayList;
import java.util.List;

/** Entry of the trainer's commands: {@code backtest} and {@code train}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Application.run(normalised(arguments), new BacktestCommand(), new TrainCommand()));
    }

    /**
     * {@code backtest --json FILE} writes the result to a file, while {@code --json} alone ends any command with one line
     * of JSON; the first is therefore read as {@code --result FILE}.
     */
    static String[] normalised(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("backtest")) {
            return arguments;
        }
        List<String> normalised = new ArrayList<>(List.of(arguments));
        for (int i = 1; i < arguments.length; i++) {
            boolean named = i + 1 < arguments.length && !arguments[i + 1].startsWith("-");
            if (arguments[i].equals("--json") && named) {
                normalised.set(i, "--result");
            } else if (arguments[i].startsWith("--json=")) {
                normalised.set(i, "--result" + arguments[i].substring("--json".length()));
            }
        }
        return normalised.toArray(String[]::new);
    }
}
