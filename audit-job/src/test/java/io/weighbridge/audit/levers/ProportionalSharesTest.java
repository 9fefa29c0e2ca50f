package io.weighbridge.audit.levers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ProportionalSharesTest {
    @Property(tries = 2_000, seed = "20261202")
    void sharesAddUpAndNoneIsLargerThanItsWholeOrFurtherThanOneFromItsProportion(
            @ForAll @NotEmpty List<@LongRange(min = 0, max = Long.MAX_VALUE) Long> of,
            @ForAll @DoubleRange(min = 0, max = 1) double part) {
        List<BigInteger> wholes = of.stream().map(BigInteger::valueOf).toList();
        BigInteger all = sum(wholes);
        BigInteger amount = new java.math.BigDecimal(all)
                .multiply(java.math.BigDecimal.valueOf(part))
                .toBigInteger();

        List<BigInteger> shares = ProportionalShares.shares(amount, wholes);

        assertEquals(amount, sum(shares));
        for (int i = 0; i < wholes.size(); i++) {
            assertTrue(shares.get(i).signum() >= 0 && shares.get(i).compareTo(wholes.get(i)) <= 0);
            BigInteger off = shares.get(i)
                    .multiply(all)
                    .subtract(wholes.get(i).multiply(amount))
                    .abs();
            assertTrue(off.compareTo(all) <= 0, shares + " of " + wholes);
        }
    }

    @Test
    void theLargestRemainderGetsWhatRoundingLeaves() {
        assertEquals(whole(1, 3, 6), ProportionalShares.shares(BigInteger.TEN, whole(3, 5, 11)), "1.58, 2.63 and 5.79");
        assertEquals(whole(1, 0), ProportionalShares.shares(BigInteger.ONE, whole(5, 5)), "the first of equals");
        assertEquals(whole(0, 0), ProportionalShares.shares(BigInteger.ZERO, whole(0, 0)));
    }

    @Test
    void moreThanThereIsIsRefused() {
        assertEquals(
                "amount must be from 0 to 3, was 4",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ProportionalShares.shares(BigInteger.valueOf(4), whole(1, 2)))
                        .getMessage());
    }

    private static List<BigInteger> whole(long... numbers) {
        return LongStream.of(numbers).mapToObj(BigInteger::valueOf).toList();
    }

    private static BigInteger sum(List<BigInteger> numbers) {
        return numbers.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
