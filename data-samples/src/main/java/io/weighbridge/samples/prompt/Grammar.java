package io.weighbridge.samples.prompt;

import io.weighbridge.samples.truth.RowRandom;
import java.util.List;
import java.util.Map;

/**
 * A weighted context-free grammar without recursion, whose phrases carry difficulty. Expanding a symbol gives text and
 * the sum of the difficulties of the phrases chosen, so that difficulty is visible in the words by construction.
 *
 * <p>A grammar file has sections {@code [symbol]}; below each, one alternative a line: {@code difficulty | text} or
 * {@code difficulty xWEIGHT | text}. In a text {@code {name}} is another symbol, {@code {#1-28}} a whole number from a
 * range, {@code {ref}} the row's reference number, {@code \n} a line end. Lines that start with # are comments.
 */
final class Grammar {
    private final Map<String, List<Alternative>> symbols;

    Grammar(Map<String, List<Alternative>> symbols) {
        this.symbols = Map.copyOf(symbols);
    }

    /** Writes the symbol and returns the difficulty of what was written. */
    double expand(String symbol, RowRandom random, String reference, StringBuilder text) {
        Alternative chosen = choose(alternatives(symbol), random);
        double difficulty = chosen.difficulty();
        for (Piece piece : chosen.pieces()) {
            difficulty += switch (piece) {
                case Piece.Literal literal -> append(text, literal.text());
                case Piece.Reference ignored -> append(text, reference);
                case Piece.Number number ->
                    append(text, Long.toString(number.low() + random.below(number.high() - number.low() + 1)));
                case Piece.Symbol inner -> expand(inner.name(), random, reference, text);
            };
        }
        return difficulty;
    }

    /** Exact mean and variance of the difficulty of a symbol; expansions are independent of each other. */
    Moments moments(String symbol) {
        double weights = 0;
        double mean = 0;
        double secondMoment = 0;
        for (Alternative alternative : alternatives(symbol)) {
            Moments sum = new Moments(alternative.difficulty(), 0);
            for (Piece piece : alternative.pieces()) {
                if (piece instanceof Piece.Symbol inner) {
                    sum = sum.plus(moments(inner.name()));
                }
            }
            weights += alternative.weight();
            mean += alternative.weight() * sum.mean();
            secondMoment += alternative.weight() * (sum.variance() + sum.mean() * sum.mean());
        }
        mean /= weights;
        return new Moments(mean, secondMoment / weights - mean * mean);
    }

    private List<Alternative> alternatives(String symbol) {
        List<Alternative> alternatives = symbols.get(symbol);
        if (alternatives == null) {
            throw new IllegalArgumentException("symbol: must have a section, was [" + symbol + "]");
        }
        return alternatives;
    }

    private static Alternative choose(List<Alternative> alternatives, RowRandom random) {
        long weights = 0;
        for (Alternative alternative : alternatives) {
            weights += alternative.weight();
        }
        long ticket = random.below(weights);
        for (Alternative alternative : alternatives) {
            ticket -= alternative.weight();
            if (ticket < 0) {
                return alternative;
            }
        }
        throw new AssertionError("weights sum to more than the ticket");
    }

    private static double append(StringBuilder text, String piece) {
        text.append(piece);
        return 0;
    }

    /**
     * One way to write a symbol.
     *
     * @param difficulty added to the prompt's difficulty, in the task's own unit
     * @param weight how often it is chosen relative to the symbol's other alternatives, at least 1
     */
    record Alternative(double difficulty, int weight, List<Piece> pieces) {
        Alternative {
            if (weight < 1) {
                throw new IllegalArgumentException("weight: must be at least 1, was " + weight);
            }
            pieces = List.copyOf(pieces);
        }
    }

    /** A part of an alternative. */
    sealed interface Piece {
        record Literal(String text) implements Piece {}

        record Reference() implements Piece {}

        record Number(long low, long high) implements Piece {
            public Number {
                if (low > high) {
                    throw new IllegalArgumentException("number range: must be low-high, was " + low + "-" + high);
                }
            }
        }

        record Symbol(String name) implements Piece {}
    }

    /** Mean and variance of a sum of difficulties. */
    record Moments(double mean, double variance) {
        Moments plus(Moments independent) {
            return new Moments(mean + independent.mean, variance + independent.variance);
        }

        double standardise(double difficulty) {
            return (difficulty - mean) / Math.sqrt(variance);
        }
    }
}
