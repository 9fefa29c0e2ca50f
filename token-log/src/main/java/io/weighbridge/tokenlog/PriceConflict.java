package io.weighbridge.tokenlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two prices of one layer for the same name, provider, tier and region that hold at the same time and differ. The book has
 * an order for them, but whoever wrote both meant one.
 *
 * @param name the name or pattern that both claim, in lower case
 * @param decides the one that a call is charged by while both hold
 * @param other the other one
 */
public record PriceConflict(String name, ModelPrice decides, ModelPrice other) {
    private static final Comparator<ModelPrice> BEGINS =
            Comparator.comparing(ModelPrice::validFrom, Comparator.nullsFirst(Comparator.naturalOrder()));

    private record Claim(
            int layer,
            String name,
            @Nullable String provider,
            @Nullable String tier,
            @Nullable String region) {}

    /** All conflicts of a book, in the order in which it is written. */
    public static List<PriceConflict> in(PriceBook book) {
        Map<Claim, Set<ModelPrice>> claims = new LinkedHashMap<>();
        for (ModelPrice entry : book.entries()) {
            Stream.concat(Stream.of(entry.model()), entry.aliases().stream())
                    .map(name -> new Claim(
                            entry.layer(),
                            name.toLowerCase(Locale.ROOT),
                            entry.provider(),
                            entry.serviceTier(),
                            entry.region()))
                    .forEach(claim -> claims.computeIfAbsent(claim, key -> new LinkedHashSet<>())
                            .add(entry));
        }
        List<PriceConflict> conflicts = new ArrayList<>();
        claims.forEach((claim, entries) -> addConflicts(claim.name, List.copyOf(entries), conflicts));
        return conflicts;
    }

    private static void addConflicts(String name, List<ModelPrice> entries, List<PriceConflict> conflicts) {
        for (int later = 1; later < entries.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                ModelPrice one = entries.get(earlier);
                ModelPrice two = entries.get(later);
                if (overlap(one, two) && !samePrice(one, two)) {
                    boolean laterDecides = BEGINS.compare(two, one) >= 0;
                    conflicts.add(new PriceConflict(name, laterDecides ? two : one, laterDecides ? one : two));
                }
            }
        }
    }

    private static boolean overlap(ModelPrice one, ModelPrice two) {
        return begins(one).isBefore(ends(two)) && begins(two).isBefore(ends(one));
    }

    private static Instant begins(ModelPrice price) {
        Instant from = price.validFrom();
        return from == null ? Instant.MIN : from;
    }

    private static Instant ends(ModelPrice price) {
        Instant until = price.validUntil();
        return until == null ? Instant.MAX : until;
    }

    private static boolean samePrice(ModelPrice one, ModelPrice two) {
        return one.prices().equals(two.prices())
                && one.contextTiers().equals(two.contextTiers())
                && Objects.equals(one.currency(), two.currency());
    }
}
