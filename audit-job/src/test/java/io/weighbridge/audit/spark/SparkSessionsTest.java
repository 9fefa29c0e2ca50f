package io.weighbridge.audit.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.audit.SharedSpark;
import io.weighbridge.cli.JobFailedException;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;

class SparkSessionsTest {
    @Test
    void aFailureOnAWorkerIsOneShortLine() {
        SharedSpark.session();
        IOException disk = new IOException("calls.jsonl: disk full\n" + "and a plan ".repeat(1000));

        JobFailedException failed = assertThrows(
                JobFailedException.class,
                () -> SparkSessions.run("test", spark -> {
                    throw new SparkException("Job aborted due to stage failure", disk);
                }));

        assertEquals("java.io.IOException: calls.jsonl: disk full", failed.getMessage());
    }

    @Test
    void aSessionThatWasOpenStaysOpen() {
        var open = SharedSpark.session();

        long rows = SparkSessions.run("test", spark -> spark.range(3).count());

        assertEquals(3, rows);
        assertFalse(open.sparkContext().isStopped());
    }

    /** Spark turns to Kryo where a job is large, and Kryo reaches into the JDK: --add-opens must allow it. */
    @Test
    void kryoWorksOnThisJdk() {
        var kryo = new KryoSerializer(SharedSpark.session().sparkContext().getConf()).newInstance();
        ClassTag<String> text = ClassTag.apply(String.class);

        assertEquals("large", kryo.deserialize(kryo.serialize("large", text), text));
    }
}
