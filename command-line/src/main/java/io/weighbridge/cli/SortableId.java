package io.weighbridge.cli;

import io.weighbridge.tokenlog.Sha256;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

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
        return SECOND.format(begun) + "-" + Sha256.hex(List.of(inputs)).substring(0, HEX_DIGITS);
    }

    /** When the thing of a name began, to the second. */
    public static Instant instant(String id) {
        return SECOND.parse(id.substring(0, id.indexOf('-')), Instant::from);
    }
}
