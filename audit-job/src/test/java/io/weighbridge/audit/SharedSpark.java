package io.weighbridge.audit;

import io.weighbridge.audit.spark.SparkSessions;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of all tests; it ends with the JVM. */
public final class SharedSpark {
    private SharedSpark() {}

    public static SparkSession session() {
        return SparkSessions.open("tests");
    }
}
