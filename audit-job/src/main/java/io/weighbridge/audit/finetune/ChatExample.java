package io.weighbridge.audit.finetune;

import io.weighbridge.tokenlog.Sha256;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A conversation and the answer to learn. */
record ChatExample(List<ChatMessage> prompt, String answer) {
    private static final int REPLACEMENT = 0xFFFD;

    ChatExample {
        prompt = List.copyOf(prompt);
    }

    Stream<String> texts() {
        return Stream.concat(prompt.stream().map(ChatMessage::content), Stream.of(answer));
    }

    ChatExample with(UnaryOperator<String> change) {
        return new ChatExample(
                prompt.stream()
                        .map(turn -> new ChatMessage(turn.role(), change.apply(turn.content())))
                        .toList(),
                change.apply(answer));
    }

    long characters() {
        return texts().mapToLong(String::length).sum();
    }

    /** The identity of the prompt as it is written, roles included: 32 hexadecimal digits. */
    String promptKey() {
        StringBuilder key = new StringBuilder();
        for (ChatMessage turn : prompt) {
            // The length tells where a turn ends, whatever is in it.
            key.append(turn.role())
                    .append(turn.content().length())
                    .append('\n')
                    .append(turn.content())
                    .append('\n');
        }
        return Sha256.hex(key.toString()).substring(0, 32);
    }

    /** The text with U+FFFD for each unpaired surrogate, which UTF-8 cannot say. */
    static String wellFormed(String text) {
        boolean isWellFormed = text.codePoints().noneMatch(ChatExample::isSurrogate);
        return isWellFormed
                ? text
                : text.codePoints()
                        .map(c -> isSurrogate(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
