package io.weighbridge.tokenlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the entry of a price book that decides for a call. Remembers the candidates of names it has seen. */
final class PriceIndex {
    /** Names come from logs, so what is remembered must be bounded. */
    private static final int MOST_REMEMBERED = 10_000;

    private record Named(NamePattern pattern, ModelPrice price, int position) {}

    private record Question(
            String model,
            @Nullable String provider,
            @Nullable String tier,
            @Nullable String region) {}

    private record Match(Named named, boolean sameProvider, boolean sameRegion) {}

    private static final Comparator<Match> BEST_FIRST = Comparator.comparingInt(
                    (Match match) -> match.named.price.layer())
            .thenComparing(Match::sameProvider)
            .thenComparing(Match::sameRegion)
            .thenComparing(match -> match.named.pattern.isExact())
            .thenComparing(match -> match.named.pattern.text().length())
            .thenComparing(match -> match.named.price.validFrom(), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(match -> match.named.position)
            .reversed();

    private final Map<String, List<Named>> exact = new HashMap<>();
    private final List<Named> patterns = new ArrayList<>();
    private final Map<Question, List<ModelPrice>> remembered = new ConcurrentHashMap<>();

    PriceIndex(List<ModelPrice> entries) {
        for (ModelPrice entry : entries) {
            Stream.concat(Stream.of(entry.model()), entry.aliases().stream()).forEach(name -> add(name, entry));
        }
    }

    Optional<ModelPrice> find(
            String model, @Nullable String provider, @Nullable String tier, @Nullable String region, Instant at) {
        for (ModelPrice candidate : candidates(new Question(model, provider, tier, region))) {
            if (candidate.isValidAt(at)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private List<ModelPrice> candidates(Question question) {
        List<ModelPrice> known = remembered.get(question);
        if (known != null) {
            return known;
        }
        List<ModelPrice> found = search(question);
        if (remembered.size() < MOST_REMEMBERED) {
            remembered.put(question, found);
        }
        return found;
    }

    /** All entries that fit the name, whole or without its provider prefix, the deciding one first. */
    private List<ModelPrice> search(Question question) {
        String name = question.model.toLowerCase(Locale.ROOT);
        String provider = question.provider == null ? null : ProviderName.canonical(question.provider);
        List<Match> matches = new ArrayList<>();
        collect(name, provider, question, matches);
        int slash = name.indexOf('/');
        if (slash > 0 && slash < name.length() - 1) {
            String prefix = ProviderName.canonical(name.substring(0, slash));
            collect(name.substring(slash + 1), provider == null ? prefix : provider, question, matches);
        }
        return matches.stream()
                .sorted(BEST_FIRST)
                .map(match -> match.named.price)
                .distinct()
                .toList();
    }

    private void collect(String name, @Nullable String provider, Question question, List<Match> matches) {
        Stream.concat(
                        exact.getOrDefault(name, List.of()).stream(),
                        patterns.stream().filter(named -> named.pattern.matches(name)))
                .filter(named -> Objects.equals(named.price.serviceTier(), question.tier))
                .filter(named ->
                        named.price.region() == null || named.price.region().equals(question.region))
                .filter(named ->
                        provider == null || named.price.provider() == null || provider.equals(named.price.provider()))
                .map(named -> new Match(
                        named,
                        provider != null && provider.equals(named.price.provider()),
                        named.price.region() != null))
                .forEach(matches::add);
    }

    private void add(String name, ModelPrice entry) {
        NamePattern pattern = NamePattern.of(name);
        Named named = new Named(pattern, entry, exact.size() + patterns.size());
        if (pattern.isExact()) {
            exact.computeIfAbsent(pattern.text(), key -> new ArrayList<>()).add(named);
        } else {
            patterns.add(named);
        }
    }
}
