package io.weighbridge.audit.ingest;

import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
import io.weighbridge.tokenlog.format.Reading;
import io.weighbridge.tokenlog.format.Readings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Reads files on Spark's workers: each file is one stream of rows. */
final class LogReader implements FlatMapFunction<InputFile, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> hadoop;
    private final Broadcast<ReadingRules> rules;

    LogReader(Broadcast<SerializableConfiguration> hadoop, Broadcast<ReadingRules> rules) {
        this.hadoop = hadoop;
        this.rules = rules;
    }

    @Override
    public Iterator<Row> call(InputFile file) throws IOException {
        Readings readings = LogFormats.named(file.format())
                .orElseThrow()
                .open(input(file, hadoop.value().value()), rules.value().options());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(readings));
        return new RowsOfFile(file, readings, rules.value().lakeRows());
    }

    private record RowsOfFile(InputFile file, Readings readings, LakeRows rows) implements Iterator<Row> {
        @Override
        public boolean hasNext() {
            return readings.hasNext();
        }

        @Override
        public Row next() {
            Reading reading = readings.next();
            return LogRow.of(Place.row(file, reading), Place.destination(reading), rows.row(file, reading));
        }
    }

    private static LogInput input(InputFile file, Configuration hadoop) {
        String prompts = file.prompts();
        return new LogInput(
                HadoopFile.source(file.path(), hadoop), prompts == null ? null : HadoopFile.source(prompts, hadoop));
    }

    private static void close(Readings readings) {
        try {
            readings.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
