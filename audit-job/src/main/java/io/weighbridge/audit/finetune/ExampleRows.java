package io.weighbridge.audit.finetune;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import io.weighbridge.audit.lake.Cells;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.TemplateId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of verified answers, on Spark's workers: once to learn what can be taken, and once more, of what was taken, to
 * write it. Only one text at a time is in this process's memory.
 */
final class ExampleRows {
    private static final StructType FACTS = new StructType()
            .add("fate", StringType, false)
            .add("source", StringType, false)
            .add("call_id", StringType, false)
            .add("occurred_at", TimestampType, false)
            .add("session", StringType)
            .add("template", StringType)
            .add("skeleton", StringType)
            .add("prompt_key", StringType)
            .add("score", DoubleType, false)
            .add("tokens", LongType, false)
            .add("has_roles", BooleanType, false)
            .add("is_redacted", BooleanType, false);
    private static final StructType TAKEN = new StructType()
            .add("taken_source", StringType, false)
            .add("taken_id", StringType, false)
            .add("position", IntegerType, false);
    private static final StructType LINES =
            new StructType().add("position", IntegerType, false).add("line", StringType, false);
    private static final int SESSION_DIGITS = 32;

    private final Dataset<Row> calls;
    private final ExampleText texts;

    /** @param calls among which the examples are */
    ExampleRows(Dataset<Row> calls, ExampleText texts) {
        this.calls = calls;
        this.texts = texts;
    }

    /**
     * Those that can be taken.
     *
     * @param verified of the calls, with their {@code score}
     * @param dropped gets the others, by reason
     */
    List<Example> examples(Dataset<Row> verified, Map<Fate, Long> dropped) {
        ExampleText made = texts;
        List<Example> examples = new ArrayList<>();
        Iterator<Row> rows = verified.sparkSession()
                .createDataFrame(verified.javaRDD().map(row -> facts(row, made)), FACTS)
                .toLocalIterator();
        while (rows.hasNext()) {
            Cells row = new Cells(rows.next());
            Fate fate = Fate.ofLabel(row.text("fate"));
            if (fate == Fate.EXAMPLE) {
                examples.add(example(row));
            } else {
                dropped.merge(fate, 1L, Long::sum);
            }
        }
        return examples;
    }

    private static Row facts(Row row, ExampleText texts) {
        Cells call = new Cells(row);
        String prompt = call.text("prompt");
        ExampleText.Made made = texts.make(prompt, call.text("response_text"));
        ChatExample example = made.example();
        String skeleton = example == null ? null : TemplateId.of(prompt);
        String template = call.textOrNull("template_id");
        return RowFactory.create(
                made.fate().label(),
                call.text("source"),
                call.text("call_id"),
                call.instant("occurred_at"),
                session(call),
                template == null ? skeleton : template,
                skeleton,
                example == null ? null : example.promptKey(),
                call.real("score"),
                made.tokens(),
                made.hasRoles(),
                made.isRedacted());
    }

    /** Sessions of two sources or tenants are two, whatever they are called. */
    private static @Nullable String session(Cells call) {
        String id = call.textOrNull("session_id");
        return id == null
                ? null
                : Sha256.hex(call.text("source") + "\n" + call.textOrNull("tenant") + "\n" + id)
                        .substring(0, SESSION_DIGITS);
    }

    private static Example example(Cells row) {
        return new Example(
                row.text("source"),
                row.text("call_id"),
                row.instant("occurred_at"),
                row.textOrNull("session"),
                row.text("template"),
                row.text("skeleton"),
                row.text("prompt_key"),
                row.real("score"),
                row.whole("tokens"),
                row.flag("has_roles"),
                row.flag("is_redacted"));
    }

    /** Takes a line. */
    interface Lines {
        void write(String line) throws IOException;
    }

    /** Writes the lines of these examples, in their order. */
    void write(List<Example> taken, Layout layout, Lines lines) throws IOException {
        ExampleText made = texts;
        List<Row> places = new ArrayList<>();
        taken.forEach(example -> places.add(RowFactory.create(example.source(), example.callId(), places.size())));
        Dataset<Row> wanted = calls.sparkSession().createDataFrame(places, TAKEN);
        Dataset<Row> read = calls.join(
                        wanted,
                        calls.col("source")
                                .equalTo(wanted.col("taken_source"))
                                .and(calls.col("call_id").equalTo(wanted.col("taken_id"))))
                .select("position", "prompt", "response_text");
        Iterator<Row> written = calls.sparkSession()
                .createDataFrame(read.javaRDD().map(row -> line(row, made, layout)), LINES)
                .orderBy("position")
                .toLocalIterator();
        int count = 0;
        while (written.hasNext()) {
            lines.write(written.next().getString(1));
            count++;
        }
        if (count != taken.size()) {
            throw new IllegalStateException("lines written must be " + taken.size() + ", was " + count);
        }
    }

    private static Row line(Row row, ExampleText texts, Layout layout) {
        Cells call = new Cells(row);
        ChatExample example =
                texts.make(call.text("prompt"), call.text("response_text")).example();
        return RowFactory.create(row.<Integer>getAs("position"), layout.line(Objects.requireNonNull(example)));
    }
}
