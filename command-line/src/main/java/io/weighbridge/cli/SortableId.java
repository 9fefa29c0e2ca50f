package io.weighbridge.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Names of audits, policies and runs: {@code 20261122T101530Z-1a2b3c}, the UTC second it began and six hex digits of
 * the SHA-256 of its inputs. The greatest name is the latest.
 */
public final class SortableId {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int HEX_DIGITS = 6;

    private SortableId() {}

    /** @param inputs what the thing is made from: hashes of files, options; their order counts */
    public static String of(Instant begun, String... inputs) {
        MessageDigest digest = sha256();
        for (String input : inputs) {
            digest.update(input.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return SECOND.format(begun)
                + "-"
                + HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
