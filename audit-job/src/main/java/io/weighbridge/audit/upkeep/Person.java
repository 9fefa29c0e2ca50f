package io.weighbridge.audit.upkeep;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_values;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Column;

/**
 * Whose text is to be erased.
 *
 * @param id as the logs spell it
 * @param isCall whether {@code id} is the id of one call, not of a person
 */
record Person(String id, boolean isCall) {
    static Person ofUser(String id) {
        return new Person(id, false);
    }

    static Person ofCall(String id) {
        return new Person(id, true);
    }

    /** Whether a row of calls is the person's. */
    Column owns() {
        if (isCall) {
            return col("call_id").equalTo(id);
        }
        return coalesce(array_contains(map_values(col("labels")), id), lit(false))
                .or(coalesce(col("session_id").equalTo(id), lit(false)));
    }

    /** Whether a value of a rejected row names the person. */
    Column isNamedIn(String column) {
        return isCall ? lit(false) : col(column).contains(id);
    }

    /** The labels of a call without those that name the person; none where only the call is known. */
    Column otherLabels() {
        return isCall
                ? map_filter(col("labels"), (key, value) -> not(key.rlike("(?i)user|email|customer|person")))
                : map_filter(col("labels"), (key, value) -> value.notEqual(id));
    }
}
