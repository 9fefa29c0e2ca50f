package io.weighbridge.tokenlog.prices;

import io.weighbridge.tokenlog.PriceBook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A price book made of another list, and what of that list it does not hold.
 *
 * @param leftOut models and conditions that were not taken over, in the list's order
 */
public record PriceImport(PriceBook book, List<LeftOut> leftOut) {
    public PriceImport {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One thing left out.
     *
     * @param model as the list names it
     * @param condition the key of the list that was left out; "model" where no price of the model was taken over
     * @param reason why
     */
    public record LeftOut(String model, String condition, String reason) {}

    /** How many things were left out for each reason. */
    public Map<String, Long> leftOutByReason() {
        return leftOut.stream().collect(Collectors.groupingBy(LeftOut::reason, TreeMap::new, Collectors.counting()));
    }
}
