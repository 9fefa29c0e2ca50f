package io.weighbridge.audit.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.weighbridge.audit.lake.LakeTable;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which calls keep all features of their prompts where the prompts are not kept: those with an outcome, and of the others a
 * sample, stratified by day, task and requested model. Each of a stratum's N calls is in it with probability
 * p = min(1, max(share, 25 / N)), independently of the others (Poisson sampling), so that rare strata do not vanish; the weight of
 * a sampled call is 1 / p. Chance is a hash of source and call id: the same logs give the same sample.
 *
 * @param share of the calls without an outcome, 0 to 1
 */
record FeatureSample(double share) {
    private static final int EXPECTED_AT_LEAST = 25;
    private static final int MOST_BROADCAST = 500_000;
    private static final String SALT = "weighbridge-feature-sample/1";

    /** Hashes have 64 bits, of which a double in [0, 1) holds the first 53. */
    private static final int BITS_DROPPED = 11;

    private static final double UNIT = 0x1p-53;

    /**
     * The calls without the features that are not kept.
     *
     * @param calls all calls that were read, whatever their fate, as rows of the table
     * @param labelled column {@code unit_id}: what outcomes are about
     */
    Dataset<Row> thinned(Dataset<Row> calls, Dataset<Row> labelled) {
        Dataset<Row> distinct =
                labelled.select(col("unit_id").as("labelled_id")).distinct();
        // Spark cannot tell that they are few, and would sort all calls with their features to join them.
        Dataset<Row> ids = distinct.limit(MOST_BROADCAST + 1).count() > MOST_BROADCAST ? distinct : broadcast(distinct);
        Column isLabelled = col("labelled_id").isNotNull();
        Column isSampled = chance().lt(col("probability"));
        Column weight = when(isLabelled, lit(1.0)).when(isSampled, lit(1.0).divide(col("probability")));
        Column[] columns = Arrays.stream(LakeTable.CALLS.schema().fieldNames())
                .map(name -> switch (name) {
                    case "word_hashes", "pair_hashes" ->
                        when(isLabelled.or(isSampled), col(name)).as(name);
                    case "feature_weight" ->
                        when(col("word_hashes").isNotNull(), weight).as(name);
                    default -> col(name);
                })
                .toArray(Column[]::new);
        return calls.withColumn("stratum", stratum())
                .join(broadcast(probabilities(calls)), "stratum")
                .join(ids, col("call_id").equalTo(col("labelled_id")), "left")
                .select(columns);
    }

    private Dataset<Row> probabilities(Dataset<Row> calls) {
        Column enough = lit((double) EXPECTED_AT_LEAST).divide(col("calls"));
        return calls.groupBy(stratum().as("stratum"))
                .agg(count(lit(1)).as("calls"))
                .select(
                        col("stratum"),
                        least(lit(1.0), greatest(lit(share), enough)).as("probability"));
    }

    private static Column stratum() {
        return concat_ws(
                Place.SEPARATOR, col("day").cast("string"), coalesce(col("task"), lit("")), col("requested_model"));
    }

    /** Uniform in [0, 1). */
    private static Column chance() {
        Column hash = xxhash64(lit(SALT), col("source"), col("call_id"));
        return shiftrightunsigned(hash, BITS_DROPPED).cast("double").multiply(UNIT);
    }
}
