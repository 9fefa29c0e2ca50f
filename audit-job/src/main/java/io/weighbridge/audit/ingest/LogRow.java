package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.LakeTable;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * One row that was read.
 *
 * @param destination the table it is meant for
 * @param place where it was read and its identity, in {@link Place#SCHEMA}
 * @param cells the row as the destination takes it
 */
record LogRow(LakeTable destination, Row place, Row cells) implements Serializable {}
