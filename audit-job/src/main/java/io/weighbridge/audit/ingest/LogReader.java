package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;
import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
import io.weighbridge.tokenlog.format.Reading;
import io.weighbridge.tokenlog.format.Readings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads files on Spark's workers: each file is one stream of rows, never held in memory. Files are read once for the
 * places of their rows and once more for each table they fill, which costs less than keeping the rows in between.
 */
final class LogReader implements FlatMapFunction<InputFile, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> hadoop;
    private final Broadcast<ReadingRules> rules;
    private final @Nullable LakeTable table;

    private LogReader(
            Broadcast<SerializableConfiguration> hadoop, Broadcast<ReadingRules> rules, @Nullable LakeTable table) {
        this.hadoop = hadoop;
        this.rules = rules;
        this.table = table;
    }

    /** A reader of the places of all rows. */
    static LogReader ofPlaces(Broadcast<SerializableConfiguration> hadoop, Broadcast<ReadingRules> rules) {
        return new LogReader(hadoop, rules, null);
    }

    /** A reader of the rows that one table receives. */
    LogReader of(LakeTable destination) {
        return new LogReader(hadoop, rules, destination);
    }

    @Override
    public Iterator<Row> call(InputFile file) throws IOException {
        Readings readings = LogFormats.named(file.format())
                .orElseThrow()
                .open(input(file, hadoop.value().value()), rules.value().options());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(readings));
        BiFunction<InputFile, Reading, Row> row =
                table == null ? Place::row : rules.value().lakeRows()::row;
        return stream(readings)
                .filter(reading -> table == null || Place.destination(reading) == table)
                .map(reading -> row.apply(file, reading))
                .iterator();
    }

    private static LogInput input(InputFile file, Configuration hadoop) {
        String prompts = file.prompts();
        return new LogInput(
                HadoopFile.source(file.path(), hadoop), prompts == null ? null : HadoopFile.source(prompts, hadoop));
    }

    private static Stream<Reading> stream(Readings readings) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(readings, Spliterator.ORDERED), false);
    }

    private static void close(Readings readings) {
        try {
            readings.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
