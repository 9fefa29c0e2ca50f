package io.weighbridge.audit.scan;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;

/** Which texts have a property, asked once a text. */
public final class TextSet {
    private static final byte UNKNOWN = 0;
    private static final byte MEMBER = 1;
    private static final byte STRANGER = 2;

    private final TextIds ids;
    private final Predicate<String> property;
    private byte[] known = new byte[64];

    public TextSet(TextIds ids, Predicate<String> property) {
        this.ids = ids;
        this.property = property;
    }

    public boolean contains(int id) {
        byte state = id < known.length ? known[id] : UNKNOWN;
        return state == UNKNOWN ? ask(id) : state == MEMBER;
    }

    private boolean ask(int id) {
        if (id >= known.length) {
            known = Arrays.copyOf(known, Math.max(id + 1, 2 * known.length));
        }
        boolean isMember = id != TextIds.NONE && property.test(Objects.requireNonNull(ids.text(id)));
        known[id] = isMember ? MEMBER : STRANGER;
        return isMember;
    }
}
