package io.weighbridge.tokenlog;

/** The identity of a prompt's exact text: SHA-256 of its UTF-8 bytes, 64 hexadecimal digits. */
public final class PromptHash {
    private PromptHash() {}

    public static String of(String prompt) {
        return Sha256.hex(prompt);
    }
}
