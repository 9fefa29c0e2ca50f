package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.Decimals;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The readings of an outcomes table. Needs the columns prompt_id, model and score; reads task, label_source, dataset,
 * cost_usd, prompt_tokens, completion_tokens and occurred_at or start_time where they are there, and ignores others. Rows
 * of contaminated prompts are rejected, because the models have seen them in training.
 */
final class OutcomeTable extends Readings {
    private static final List<String> REQUIRED = List.of("prompt_id", "model", "score");

    private final String file;
    private final CsvTable table;
    private final Prompts prompts;
    private final @Nullable ZoneId zone;
    private final Occurrences occurrences = new Occurrences();
    private final Deque<Reading> brokenPrompts;

    private OutcomeTable(String file, CsvTable table, Prompts prompts, ReadOptions options) {
        this.file = file;
        this.table = table;
        this.prompts = prompts;
        this.zone = options.zone();
        this.brokenPrompts = new ArrayDeque<>(prompts.rejected());
    }

    static boolean hasHeader(String line) {
        List<String> columns = Stream.of(line.split(",", -1)).map(String::strip).toList();
        return columns.containsAll(REQUIRED);
    }

    static OutcomeTable open(LogInput input, ReadOptions options) throws IOException {
        Prompts prompts = input.prompts() == null ? Prompts.NONE : Prompts.read(input.prompts(), options);
        CsvTable table = CsvTable.open(input.log(), ',', options.longestRowBytes());
        if (!table.columns().containsAll(REQUIRED)) {
            table.close();
            throw new UnreadableLogException(input.log().name(), "must have the columns " + REQUIRED);
        }
        return new OutcomeTable(input.log().name(), table, prompts, options);
    }

    @Override
    @Nullable
    List<Reading> read() throws IOException {
        Reading broken = brokenPrompts.poll();
        if (broken != null) {
            return List.of(broken);
        }
        CsvTable.Row row = table.next();
        if (row == null) {
            return null;
        }
        try {
            return List.of(new Reading.OfOutcome(row.line(), occurrences.identify(row.text()), outcome(row.orThrow())));
        } catch (InvalidRecordException e) {
            return List.of(Reading.Rejected.of(file, row.line(), e));
        }
    }

    private Outcome outcome(Map<String, String> cells) {
        String unit = required(cells, "prompt_id");
        Prompts.Prompt prompt = prompts.find(unit);
        if (prompt != null && prompt.contaminated()) {
            throw new InvalidRecordException("contaminated", "must be false", "true");
        }
        String task = first(cell(cells, "task"), prompt == null ? null : prompt.task());
        if (task == null) {
            throw new InvalidRecordException("task", "is required in the table or beside the prompt", "absent");
        }
        String cost = cell(cells, "cost_usd");
        return new Outcome(
                unit,
                task,
                required(cells, "model"),
                Decimals.parse("score", required(cells, "score")).doubleValue(),
                labelSource(cells),
                prompt == null ? null : prompt.clusterId(),
                occurredAt(cells),
                prompt == null ? null : prompt.text(),
                null,
                cost == null ? null : Decimals.usd("cost_usd", Decimals.parse("cost_usd", cost)),
                usage(cells));
    }

    private static String labelSource(Map<String, String> cells) {
        String given = cell(cells, "label_source");
        String dataset = cell(cells, "dataset");
        return given != null ? given : dataset != null ? "benchmark:" + dataset : "benchmark";
    }

    /** A time without a zone is read in the zone of the options; without one it stays unknown, as outcomes need no time. */
    private @Nullable Instant occurredAt(Map<String, String> cells) {
        String time = first(cell(cells, "occurred_at"), cell(cells, "start_time"));
        if (time == null || (zone == null && !Timestamps.namesZone(time))) {
            return null;
        }
        return Timestamps.parse("occurred_at", time, zone);
    }

    private static @Nullable Usage usage(Map<String, String> cells) {
        Long input = TableNumbers.whole("prompt_tokens", cell(cells, "prompt_tokens"));
        Long output = TableNumbers.whole("completion_tokens", cell(cells, "completion_tokens"));
        return input == null || output == null ? null : Usage.of(input, output);
    }

    private static String required(Map<String, String> cells, String column) {
        String value = cell(cells, column);
        if (value == null) {
            throw new InvalidRecordException(column, "is required", "empty");
        }
        return value;
    }

    private static @Nullable String cell(Map<String, String> cells, String column) {
        String value = cells.get(column);
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
