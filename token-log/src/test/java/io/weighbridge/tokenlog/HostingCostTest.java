package io.weighbridge.tokenlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class HostingCostTest {
    /** 1,000 tokens a second for half of the time, 2.50 USD an hour, two replicas at least. */
    private static final HostingCost COST = new HostingCost(
            new BigDecimal("2.5"), new BigDecimal("1000"), new BigDecimal("0.5"), 2, new BigDecimal("1000"));

    @Test
    void replicasCarryTheLoadAtThePlannedUtilisation() {
        assertEquals(3, COST.replicasFor(new BigDecimal("1500")));
        assertEquals(4, COST.replicasFor(new BigDecimal("1500.000001")));
    }

    @Test
    void thereAreNeverFewerReplicasThanRunAnyway() {
        assertEquals(2, COST.replicasFor(BigDecimal.ZERO));
        assertEquals(2, COST.replicasFor(new BigDecimal("999")));
    }

    @Test
    void aLoadThatNobodyCouldServeIsStillANumber() {
        assertEquals(Long.MAX_VALUE, COST.replicasFor(new BigDecimal("1e30")));
    }

    @Test
    void replicasCostEveryHourAndTheFixedCostItsShareOfAMonth() {
        assertEquals(new BigDecimal("6475.000000000000"), COST.usd(3, 730), "3 × 2.5 × 730 + 1000");
        assertEquals(new BigDecimal("212.876712328768"), COST.usd(3, 24), "180 + 24,000 / 730, rounded up");
    }

    /** The price by the token is what a token costs where replicas have just the load they were planned for. */
    @Test
    void atThePlannedLoadReplicasCostWhatTheirTokensDo() {
        long hours = 730;
        BigDecimal tokens = new BigDecimal("1000").multiply(BigDecimal.valueOf(3600 * hours));
        BigDecimal byToken = COST.usdPerMillionTokens().multiply(tokens.movePointLeft(6));

        assertTrue(COST.usd(COST.replicasFor(new BigDecimal("1000")), hours)
                        .subtract(byToken)
                        .abs()
                        .doubleValue()
                < 1e-6);
    }
}
