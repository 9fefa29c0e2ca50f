package io.weighbridge.tokenlog;

import org.jspecify.annotations.Nullable;

/**
 * What one call is taken to have cost, and on what ground.
 *
 * <p>The rule: what the source billed; else what the price book computes; else unknown. A billed zero is believed only
 * of a call that used no tokens or that failed without reporting any: gateways write 0 for models they cannot price and
 * for streams they did not meter, and a zero for tokens that cost money is not a bill.
 *
 * @param basis why the amount is what it is
 * @param amount the cost; null exactly when the basis is {@link Basis#UNPRICED}, {@link Basis#USAGE_MISSING} or
 *     {@link Basis#ESTIMATED}
 * @param billed what the source said, believed or not; null where it said nothing
 * @param computed what the price book says; null where it cannot
 * @param low the least the call can have cost
 * @param high the most it can have cost; null where nothing bounds it: not even its tokens are known, or the book has no
 *     price at all for sound or searches that it used
 */
public record Spend(
        Basis basis,
        @Nullable Usd amount,
        @Nullable Usd billed,
        @Nullable Usd computed,
        Usd low,
        @Nullable Usd high) {

    /** The ground on which an amount stands. */
    public enum Basis {
        /** The source says what was charged. */
        BILLED,
        /** Tokens times prices. */
        COMPUTED,
        /** The price book says that the model costs nothing. */
        FREE,
        /** Unknown: the book has no price for the model, or for a kind of token it used. */
        UNPRICED,
        /** Unknown: the source gives neither tokens nor a bill. */
        USAGE_MISSING,
        /** Unknown for the same reason, but a tokenizer counted the texts, which bounds it. */
        ESTIMATED
    }

    public static Spend of(CanonicalCall call, CallCost cost, PriceBook prices) {
        Usd billed = call.billedCost();
        Usd computed = cost.total();
        if (billed != null && (billed.picodollars() > 0 || isRealZero(call))) {
            return new Spend(Basis.BILLED, billed, billed, computed, billed, billed);
        }
        return switch (cost.status()) {
            case PRICED -> known(Basis.COMPUTED, billed, computed);
            case FREE -> known(Basis.FREE, billed, computed);
            case UNPRICED, USAGE_MISSING -> unknown(billed, call.usage(), prices);
        };
    }

    /** The same unknown amount, bounded by what a tokenizer made of the texts. */
    Spend estimatedBetween(Usd least, @Nullable Usd most) {
        return new Spend(Basis.ESTIMATED, null, billed, null, least, most);
    }

    public boolean isKnown() {
        return amount != null;
    }

    private static boolean isRealZero(CanonicalCall call) {
        Usage usage = call.usage();
        if (usage == null) {
            return call.response().status().equals(Response.ERROR);
        }
        return usage.inputTokens() == 0 && usage.outputTokens() == 0;
    }

    private static Spend known(Basis basis, @Nullable Usd billed, @Nullable Usd computed) {
        if (computed == null) {
            throw new IllegalArgumentException("A priced call must have components");
        }
        return new Spend(basis, computed, billed, computed, computed, computed);
    }

    private static Spend unknown(@Nullable Usd billed, @Nullable Usage usage, PriceBook prices) {
        return usage == null
                ? new Spend(Basis.USAGE_MISSING, null, billed, null, Usd.ZERO, null)
                : new Spend(Basis.UNPRICED, null, billed, null, Usd.ZERO, prices.ceiling(usage));
    }
}
