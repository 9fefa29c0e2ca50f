package io.weighbridge.tokenlog.privacy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that is replaced by its name in brackets wherever it stands in a text. Patterns repeat only within bounds, so
 * that no text takes long. They find what is written in the usual way, and are no proof that nothing else is left.
 */
public enum Redaction {
    /** API keys of well-known services, JSON web tokens and private keys. */
    KEYS(
            "(?:\\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,200}+|\\bAKIA[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{30,100}+"
                    + "|\\bxox[abeprs]-[A-Za-z0-9-]{10,200}+|\\bAIza[0-9A-Za-z_-]{35}"
                    + "|\\beyJ[A-Za-z0-9_-]{10,2000}+\\.[A-Za-z0-9_-]{10,4000}+\\.[A-Za-z0-9_-]{10,1000}+"
                    + "|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\\s]{0,8000}+(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)"),
    /** E-mail addresses. */
    EMAILS("(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}+@(?:[A-Za-z0-9-]{1,63}+\\.){1,8}[A-Za-z]{2,24}+"),
    /** Payment card numbers: 13 to 19 digits that pass Luhn's check, also in groups. */
    CARDS("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])") {
        @Override
        boolean isOne(String found) {
            return passesLuhn(found);
        }
    },
    /** Telephone numbers: international ones, and national ones written in groups. */
    PHONES(
            "(?<![A-Za-z0-9.])(?:\\+[0-9](?:[ ().-]{0,2}[0-9]){7,14}|\\(?0?[0-9]{2,4}\\)?(?:[ .-][0-9]{2,4}){2,4})(?![A-Za-z0-9])");

    private final Pattern pattern;

    Redaction(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** As settings spell it: "keys", "emails", "cards", "phones". */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Redaction> named(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    /** As in "keys, emails, cards, phones". */
    public static String labels() {
        return Arrays.stream(values()).map(Redaction::label).collect(Collectors.joining(", "));
    }

    String apply(String text) {
        String replacement = "[" + label().substring(0, label().length() - 1) + "]";
        return pattern.matcher(text)
                .replaceAll((MatchResult found) -> isOne(found.group()) ? replacement : quoted(found));
    }

    boolean isOne(String found) {
        return true;
    }

    private static String quoted(MatchResult found) {
        return java.util.regex.Matcher.quoteReplacement(found.group());
    }

    private static boolean passesLuhn(String number) {
        int sum = 0;
        boolean twice = false;
        for (int at = number.length() - 1; at >= 0; at--) {
            int digit = number.charAt(at) - '0';
            if (digit >= 0 && digit <= 9) {
                int value = twice ? 2 * digit : digit;
                sum += value > 9 ? value - 9 : value;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }
}
