/** How a job gets its Spark session. */
@NullMarked
package io.weighbridge.audit.spark;

import org.jspecify.annotations.NullMarked;
