package io.weighbridge.audit.scan;

import java.util.BitSet;
import java.util.Objects;
import java.util.function.Predicate;

/** Which texts have a property, asked once a text. */
public final class TextSet {
    private final TextIds ids;
    private final Predicate<String> property;
    private final BitSet known = new BitSet();
    private final BitSet members = new BitSet();

    public TextSet(TextIds ids, Predicate<String> property) {
        this.ids = ids;
        this.property = property;
    }

    public boolean contains(int id) {
        if (!known.get(id)) {
            known.set(id);
            members.set(id, id != TextIds.NONE && property.test(Objects.requireNonNull(ids.text(id))));
        }
        return members.get(id);
    }
}
