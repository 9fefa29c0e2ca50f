package io.weighbridge.samples.month;

import io.weighbridge.samples.prompt.PromptWriter;
import io.weighbridge.samples.prompt.Reference;
import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is asked in each row: who asks, whether it repeats an earlier row, the prompt. A pure function of (seed, row);
 * months and next days are ranges of rows.
 *
 * <p>Sessions: rows come in blocks of 32, whose calls fall into 20 sessions. Repeats: 4 percent of rows copy one of the
 * 400 rows before, 6 percent nearly so, unless that row is a repeat itself; so 3.6 and 5.4 percent of all rows.
 */
public final class Contents {
    private static final int BLOCK = 32;
    private static final int SESSIONS_IN_BLOCK = 20;
    private static final int FARTHEST_SOURCE = 400;
    private static final double EXACT_SHARE = 0.04;
    private static final double NEAR_SHARE = 0.06;
    private static final double SECOND_BRAND_SHARE = 0.3;

    private final long seed;
    private final PromptWriter writer;
    private final Reference reference;

    public Contents(long seed) {
        this.seed = seed;
        this.writer = new PromptWriter(seed);
        this.reference = new Reference(seed);
    }

    /** What is asked in a row; equal for an exact repeat and its source. */
    public SampleUnit unit(long row) {
        long source = source(row);
        return switch (repeat(row)) {
            case ORIGINAL -> writer.original(assignment(row).workstream().task(), row);
            case EXACT -> writer.original(assignment(source).workstream().task(), source);
            case NEAR -> writer.nearRepeat(assignment(source).workstream().task(), row, source);
        };
    }

    /** The unit whose user message this is, or whose whole prompt, as replays ask it; empty where the generator never wrote it. */
    public Optional<SampleUnit> find(String userMessage) {
        var row = reference.find(userMessage);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        SampleUnit unit = unit(row.getAsLong());
        boolean isItsOwn = unit.user().equals(userMessage) || unit.prompt().equals(userMessage);
        return isItsOwn ? Optional.of(unit) : Optional.empty();
    }

    /** Whether the row repeats an earlier one. */
    public Repeat repeat(long row) {
        Repeat wish = wish(row);
        boolean sourceIsOriginal = wish != Repeat.ORIGINAL && wish(source(row)) == Repeat.ORIGINAL;
        return sourceIsOriginal ? wish : Repeat.ORIGINAL;
    }

    /** Who makes the call. A repeat is made by the same application in a session of its own. */
    public Assignment assignment(long row) {
        if (repeat(row) != Repeat.ORIGINAL) {
            Assignment first = assignment(source(row));
            return new Assignment(first.workstream(), first.tenant(), "again-" + row);
        }
        long block = row / BLOCK;
        long slot = RowRandom.of(seed, Purpose.SESSION, row).below(SESSIONS_IN_BLOCK);
        long session = block * SESSIONS_IN_BLOCK + slot;
        RowRandom ofSession = RowRandom.of(~seed, Purpose.SESSION, session);
        List<Workstream> application = Workstream.application(ofSession);
        String tenant = ofSession.uniform() < SECOND_BRAND_SHARE ? "pennant" : "northline";
        Workstream workstream = Workstream.within(application, RowRandom.of(seed, Purpose.TASK, row));
        return new Assignment(workstream, tenant, "session-" + session);
    }

    /** Rows that must be kept together: a session and all repeats of its calls. */
    public String cluster(long row) {
        return assignment(repeat(row) == Repeat.ORIGINAL ? row : source(row)).sessionId();
    }

    private Repeat wish(long row) {
        if (row < FARTHEST_SOURCE) {
            return Repeat.ORIGINAL;
        }
        double position = RowRandom.of(seed, Purpose.REPEAT, row).uniform();
        if (position < EXACT_SHARE) {
            return Repeat.EXACT;
        }
        return position < EXACT_SHARE + NEAR_SHARE ? Repeat.NEAR : Repeat.ORIGINAL;
    }

    private long source(long row) {
        return row - 1 - RowRandom.of(~seed, Purpose.REPEAT, row).below(FARTHEST_SOURCE);
    }
}
