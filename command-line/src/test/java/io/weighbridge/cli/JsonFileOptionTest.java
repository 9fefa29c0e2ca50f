package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class JsonFileOptionTest {
    @Test
    void aFileAfterItMakesItTheResultFile() {
        assertArrayEquals(arguments("backtest --result r.json --folds 2"), renamed("backtest --json r.json --folds 2"));
        assertArrayEquals(arguments("backtest --result=r.json"), renamed("backtest --json=r.json"));
    }

    @Test
    void aloneItStaysALineOfOutput() {
        assertArrayEquals(arguments("backtest --json --folds 2"), renamed("backtest --json --folds 2"));
        assertArrayEquals(arguments("backtest --folds 2 --json"), renamed("backtest --folds 2 --json"));
    }

    @Test
    void otherCommandsAreLeftAlone() {
        assertArrayEquals(arguments("train --json x"), renamed("train --json x"));
        assertArrayEquals(new String[0], JsonFileOption.renamed("backtest", new String[0]));
    }

    private static String[] renamed(String line) {
        return JsonFileOption.renamed("backtest", arguments(line));
    }

    private static String[] arguments(String line) {
        return line.split(" ");
    }
}
