package io.weighbridge.audit.ingest;

import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
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
import org.jspecify.annotations.Nullable;

/** Reads files on Spark's workers: each file is one stream of rows, never held in memory. */
final class LogReader implements FlatMapFunction<InputFile, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> hadoop;
    private final Broadcast<ReadingRules> rules;
    private transient @Nullable Pricing pricing;

    LogReader(Broadcast<SerializableConfiguration> hadoop, Broadcast<ReadingRules> rules) {
        this.hadoop = hadoop;
        this.rules = rules;
    }

    @Override
    public Iterator<Row> call(InputFile file) throws IOException {
        Configuration configuration = hadoop.value().value();
        ReadingRules reading = rules.value();
        LogInput input = input(file, configuration);
        Readings readings = LogFormats.named(file.format()).orElseThrow().open(input, reading.options());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(readings));
        return new RowsOfFile(file, readings, pricing(), reading.tasks());
    }

    static LogInput input(InputFile file, Configuration hadoop) {
        String prompts = file.prompts();
        return new LogInput(
                HadoopFile.source(file.path(), hadoop), prompts == null ? null : HadoopFile.source(prompts, hadoop));
    }

    private Pricing pricing() {
        if (pricing == null) {
            pricing = rules.value().pricing();
        }
        return pricing;
    }

    private static void close(Readings readings) {
        try {
            readings.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
