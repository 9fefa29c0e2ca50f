package io.weighbridge.audit.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Small numbers for texts that repeat; {@link #NONE} is the absent text. */
public final class TextIds {
    public static final int NONE = 0;

    private final Map<UTF8String, Integer> ids = new HashMap<>();
    private final List<@Nullable String> texts = new ArrayList<>();

    public TextIds() {
        texts.add(null);
    }

    int id(UTF8String text) {
        Integer known = ids.get(text);
        return known == null ? add(text.clone()) : known;
    }

    public int id(@Nullable String text) {
        return text == null ? NONE : id(UTF8String.fromString(text));
    }

    private int add(UTF8String text) {
        int id = texts.size();
        ids.put(text, id);
        texts.add(text.toString());
        return id;
    }

    public @Nullable String text(int id) {
        return texts.get(id);
    }
}
