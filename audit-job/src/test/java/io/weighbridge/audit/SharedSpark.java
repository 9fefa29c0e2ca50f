package io.weighbridge.audit;

import io.weighbridge.audit.spark.SparkSessions;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of all tests; it ends with the JVM. Test classes run two at a time: each opens this session
 * before it runs a command, which would otherwise close the session it opened while the other class uses it.
 */
public final class SharedSpark {
    private SharedSpark() {}

    public static SparkSession session() {
        return SparkSessions.open("tests");
    }
}
