package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RuleTest {
    private static final double UNKNOWN = Double.NaN;
    private static final Rule WITHIN = new Rule.CheapestWithin(0.02);
    private static final Rule UTILITY = new Rule.MaxUtility(10);

    @Test
    void theCheapestWithinTheToleranceWins() {
        assertEquals(2, choose(WITHIN, new double[] {0.90, 0.95, 0.88, 0.80}, new double[] {10, 20, 2, 1}));
    }

    @Test
    void theEdgeOfTheToleranceIsInside() {
        assertEquals(1, choose(WITHIN, new double[] {0.5, 0.5 - 0.02}, new double[] {10, 1}));
        assertEquals(0, choose(WITHIN, new double[] {0.5, 0.4799}, new double[] {10, 1}));
    }

    @Test
    void aBetterButDearerModelDoesNotReplaceTheIncumbent() {
        assertEquals(0, choose(WITHIN, new double[] {0.90, 0.99}, new double[] {10, 10.01}));
    }

    @Test
    void theIncumbentWinsATieOfCost() {
        assertEquals(0, choose(WITHIN, new double[] {0.90, 0.99}, new double[] {10, 10}));
    }

    @Test
    void ofEquallyCheapModelsTheBetterThenTheFirstWins() {
        assertEquals(2, choose(WITHIN, new double[] {0.9, 0.89, 0.90, 0.90}, new double[] {10, 1, 1, 1}));
    }

    @Test
    void anUnknownCostOrQualityIsNeverPreferred() {
        assertEquals(0, choose(WITHIN, new double[] {0.9, 0.9, UNKNOWN}, new double[] {10, UNKNOWN, 1}));
        assertEquals(0, choose(UTILITY, new double[] {0.9, 0.9, UNKNOWN}, new double[] {10, UNKNOWN, 1}));
    }

    @Test
    void ifTheIncumbentIsUnknownItStays() {
        for (Rule rule : new Rule[] {WITHIN, UTILITY}) {
            assertEquals(0, choose(rule, new double[] {UNKNOWN, 0.9}, new double[] {10, 1}));
            assertEquals(0, choose(rule, new double[] {0.9, 0.9}, new double[] {UNKNOWN, 1}));
        }
    }

    @Test
    void closedModelsAreNotChosen() {
        boolean[] open = {false, false, true};
        assertEquals(2, WITHIN.choose(new double[] {0.9, 0.9, 0.9}, new double[] {9, 1, 2}, open, 0, 0.02));
    }

    @Test
    void utilityWeighsQualityAgainstDollars() {
        assertEquals(1, choose(UTILITY, new double[] {0.9, 0.8}, new double[] {0.02, 0.005}));
        assertEquals(0, choose(new Rule.MaxUtility(1), new double[] {0.9, 0.8}, new double[] {0.02, 0.005}));
    }

    @Test
    void ofEqualUtilitiesTheIncumbentThenTheCheaperWins() {
        Rule rule = new Rule.MaxUtility(1);
        assertEquals(0, choose(rule, new double[] {0.75, 0.5}, new double[] {0.5, 0.25}));
        assertEquals(2, choose(rule, new double[] {0.5, 0.75, 0.5}, new double[] {0.5, 0.5, 0.25}));
    }

    @Test
    void incumbentOnlyChangesNothing() {
        assertEquals(0, choose(new Rule.IncumbentOnly(), new double[] {0.1, 0.9}, new double[] {10, 1}));
    }

    private static int choose(Rule rule, double[] quality, double[] costUsd) {
        boolean[] open = new boolean[quality.length];
        java.util.Arrays.fill(open, 1, open.length, true);
        return rule.choose(quality, costUsd, open, 0, rule.tolerance());
    }
}
