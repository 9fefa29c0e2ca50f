package io.weighbridge.audit.levers;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits an amount in whole picodollars in proportion to others, without a rest: the largest remainders get what rounding down leaves. */
final class ProportionalShares {
    private ProportionalShares() {}

    /**
     * @param amount from 0 to the sum of {@code of}
     * @param of amounts, none negative
     * @return as many as {@code of}, in the same order; they add up to {@code amount}, and none is larger than what it is a share of
     */
    static List<BigInteger> shares(BigInteger amount, List<BigInteger> of) {
        BigInteger all = of.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (amount.signum() < 0 || amount.compareTo(all) > 0) {
            throw new IllegalArgumentException("amount must be from 0 to " + all + ", was " + amount);
        }
        if (all.signum() == 0) {
            return of;
        }
        List<BigInteger> shares = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        for (BigInteger one : of) {
            BigInteger[] parts = one.multiply(amount).divideAndRemainder(all);
            shares.add(parts[0]);
            remainders.add(parts[1]);
        }
        int left = amount.subtract(shares.stream().reduce(BigInteger.ZERO, BigInteger::add))
                .intValueExact();
        IntStream.range(0, of.size())
                .boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
                .limit(left)
                .forEach(each -> shares.set(each, shares.get(each).add(BigInteger.ONE)));
        return shares;
    }
}
