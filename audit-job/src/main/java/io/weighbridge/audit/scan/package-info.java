/** Reads columns of the lake's data files as Spark's vectorised Parquet reader decodes them, below Spark SQL. */
@NullMarked
package io.weighbridge.audit.scan;

import org.jspecify.annotations.NullMarked;
