package io.weighbridge.audit.assessment;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A judge model with one version of its instructions, null where unknown; each is a judge of its own. */
record JudgeVersion(String judge, @Nullable String promptVersion) implements Comparable<JudgeVersion> {
    private static final Comparator<JudgeVersion> ORDER = Comparator.comparing(JudgeVersion::judge)
            .thenComparing(JudgeVersion::promptVersion, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(JudgeVersion other) {
        return ORDER.compare(this, other);
    }
}
