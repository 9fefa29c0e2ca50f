package io.weighbridge.audit.upkeep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;

import io.delta.tables.DeltaTable;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.lake.LakeTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Erases a person's text. The calls come last, because they say which rows are the person's: an erasure that broke off
 * finds everything again. Conditions name rows by their place only, because Delta records conditions in its log.
 */
final class Erasure {
    private static final String ERASED = "(erased)";
    private static final String SAME_PLACE = "present.file_sha256 = given.file_sha256 and present.line = given.line";

    /** Texts, and what is made of them. */
    private static final List<String> TEXT_OF_CALLS = List.of(
            "prompt",
            "response_text",
            "prompt_hash",
            "prompt_sketch",
            "prefix_hashes",
            "response_hash",
            "session_id",
            "prompt_measures",
            "word_hashes",
            "pair_hashes",
            "feature_weight");

    private static final List<String> TEXT_OF_OUTCOMES =
            List.of("prompt", "prompt_hash", "prompt_measures", "word_hashes", "pair_hashes");

    private final Lake lake;
    private final Person person;

    Erasure(Lake lake, Person person) {
        this.lake = lake;
        this.person = person;
    }

    /**
     * What was erased; the result line of {@code --json}.
     *
     * @param quarantined rejected rows whose offending value named the person
     * @param filesDeleted data files of old versions
     * @param cachedAnswersDeleted whether there were answers kept for equal requests; all of them go, since none says whose it is
     * @param remainingFiles plain files of runs that still hold the text or name the person
     */
    record Result(
            long calls,
            long outcomes,
            long quarantined,
            long filesDeleted,
            int auditsDeleted,
            boolean cachedAnswersDeleted,
            List<String> remainingFiles) {}

    Result run() {
        Dataset<Row> calls = calls();
        Dataset<Row> outcomes = outcomes();
        Dataset<Row> quarantined = lake.quarantine().filter(person.isNamedIn("value"));
        PlainFiles plain = new PlainFiles(lake, wanted(calls));
        int audits = plain.deleteAudits(
                calls.select("prompt").union(outcomes.select("prompt")),
                calls.select(col("call_id").as("unit_id")).union(outcomes.select("unit_id")));
        boolean cachedAnswers = plain.deleteCachedAnswers();
        List<String> remaining = plain.remaining();
        long erasedOutcomes = update(LakeTable.OUTCOMES, outcomes, nothingIn(TEXT_OF_OUTCOMES), SAME_PLACE);
        long erasedRejected = update(
                LakeTable.QUARANTINE,
                quarantined,
                new LinkedHashMap<>(Map.of("value", lit(ERASED))),
                SAME_PLACE + " and present.source = given.source");
        long erasedCalls = update(LakeTable.CALLS, calls, textOfCalls(), SAME_PLACE);
        DataFiles deleted = DataFiles.NONE;
        for (LakeTable table : lake.tables()) {
            deleted = deleted.plus(DataFiles.vacuum(lake, table, 0));
        }
        return new Result(
                erasedCalls, erasedOutcomes, erasedRejected, deleted.files(), audits, cachedAnswers, remaining);
    }

    /** The person's calls that hold something to erase. */
    private Dataset<Row> calls() {
        Column namesPerson = not(map_keys(col("labels")).equalTo(map_keys(person.otherLabels())));
        return lake.calls()
                .filter(person.owns())
                .filter(holdsOneOf(TEXT_OF_CALLS).or(namesPerson));
    }

    private static Column holdsOneOf(List<String> columns) {
        return columns.stream().map(column -> col(column).isNotNull()).reduce(lit(false), Column::or);
    }

    /** Outcomes of the person's calls, and those with one of the person's prompts. */
    private Dataset<Row> outcomes() {
        Dataset<Row> owned = lake.calls().filter(person.owns());
        Dataset<Row> ids = owned.select(col("call_id").as("owned_id")).distinct();
        Dataset<Row> prompts = owned.filter(col("prompt").isNotNull())
                .select(col("prompt").as("owned_prompt"))
                .distinct();
        Dataset<Row> withPrompt = lake.outcomes().filter(holdsOneOf(TEXT_OF_OUTCOMES));
        Dataset<Row> ofCalls = withPrompt.join(ids, col("unit_id").equalTo(col("owned_id")), "left_semi");
        Dataset<Row> ofPrompts = withPrompt.join(prompts, col("prompt").equalTo(col("owned_prompt")), "left_semi");
        return ofCalls.union(ofPrompts).dropDuplicates("file_sha256", "line");
    }

    private Map<String, Column> textOfCalls() {
        Map<String, Column> columns = nothingIn(TEXT_OF_CALLS);
        columns.put("labels", col("given.other_labels"));
        return columns;
    }

    private static Map<String, Column> nothingIn(List<String> columns) {
        Map<String, Column> nothing = new LinkedHashMap<>();
        columns.forEach(column -> nothing.put(column, lit(null)));
        return nothing;
    }

    private long update(LakeTable table, Dataset<Row> rows, Map<String, Column> columns, String where) {
        long count = rows.count();
        if (count > 0) {
            DeltaTable written = lake.delta(table);
            columns.keySet().retainAll(List.of(written.toDF().columns())); // an older lake lacks the newest
            written.as("present")
                    .merge(given(table, rows), where)
                    .whenMatched()
                    .update(columns)
                    .execute();
        }
        return count;
    }

    private Dataset<Row> given(LakeTable table, Dataset<Row> rows) {
        return switch (table) {
            case CALLS ->
                rows.select(
                                col("file_sha256"),
                                col("line"),
                                person.otherLabels().as("other_labels"))
                        .as("given");
            case QUARANTINE -> rows.select("file_sha256", "line", "source").as("given");
            case OUTCOMES, SOURCES -> rows.select("file_sha256", "line").as("given");
        };
    }

    /** What plain files are searched for: the texts, and the person's id where there is one. */
    private List<String> wanted(Dataset<Row> calls) {
        List<Row> texts = calls.select("prompt", "response_text").collectAsList();
        Stream<String> ofCalls = texts.stream()
                .flatMap(row ->
                        Stream.of(0, 1).filter(cell -> !row.isNullAt(cell)).map(row::getString));
        Stream<String> id = person.isCall() ? Stream.empty() : Stream.of(person.id());
        return Stream.concat(ofCalls, id)
                .filter(text -> !text.isBlank())
                .distinct()
                .collect(Collectors.toList());
    }
}
