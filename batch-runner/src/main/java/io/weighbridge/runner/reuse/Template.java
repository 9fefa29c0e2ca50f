package io.weighbridge.runner.reuse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A skeleton of prompts: text with slots, each written {@code {name}}. Slots are filled from left to right, each by as little text
 * as lets the literal behind it follow, 1 to 200 characters on one line; a name that comes twice stands for equal text. What
 * could only be matched otherwise is not matched.
 */
final class Template {
    private static final Pattern SLOT = Pattern.compile("\\{([a-z_][a-z0-9_]{0,63})}");
    private static final int LONGEST_VALUE = 200;

    /** Texts before, between and behind the slots: one more than there are slots. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> slots = new ArrayList<>();

    /** @throws IllegalArgumentException if two slots touch, or nothing but slots is there */
    Template(String text) {
        Matcher matcher = SLOT.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literals.add(text.substring(end, matcher.start()));
            slots.add(matcher.group(1));
            end = matcher.end();
        }
        literals.add(text.substring(end));
        for (int i = 1; i < literals.size() - 1; i++) {
            if (literals.get(i).isEmpty()) {
                throw new IllegalArgumentException(
                        "must have text between {" + slots.get(i - 1) + "} and {" + slots.get(i) + "}");
            }
        }
        if (literals.stream().allMatch(String::isBlank)) {
            throw new IllegalArgumentException("must have text beside its slots");
        }
    }

    List<String> slots() {
        return List.copyOf(slots);
    }

    /** What the slots stand for in a prompt that is of this template. */
    Optional<Map<String, String>> values(String prompt) {
        String last = literals.getLast();
        if (slots.isEmpty()) {
            return prompt.equals(last) ? Optional.of(Map.of()) : Optional.empty();
        }
        if (!prompt.startsWith(literals.getFirst()) || !prompt.endsWith(last)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        int at = literals.getFirst().length();
        for (int i = 0; i < slots.size(); i++) {
            boolean isLast = i == slots.size() - 1;
            int end = isLast ? prompt.length() - last.length() : prompt.indexOf(literals.get(i + 1), at + 1);
            if (end <= at || !isValue(prompt, at, end)) {
                return Optional.empty();
            }
            String value = prompt.substring(at, end);
            if (!value.equals(values.merge(slots.get(i), value, (before, now) -> before))) {
                return Optional.empty();
            }
            at = end + literals.get(i + 1).length();
        }
        return Optional.of(values);
    }

    private static boolean isValue(String prompt, int start, int end) {
        return end - start <= LONGEST_VALUE
                && prompt.substring(start, end).chars().noneMatch(c -> c == '\n' || c == '\r');
    }

    /** Names of the slots that a text has. */
    static List<String> slotsOf(String text) {
        return SLOT.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** A text with its slots filled. */
    static String filled(String text, Map<String, String> values) {
        return SLOT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
