/** Small Parquet files, written by the driver in one go. */
@NullMarked
package io.weighbridge.audit.parquet;

import org.jspecify.annotations.NullMarked;
