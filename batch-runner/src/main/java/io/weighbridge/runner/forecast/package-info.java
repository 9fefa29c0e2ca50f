/** What a run will take, and by which of batches and calls it keeps a deadline at least cost. */
@NullMarked
package io.weighbridge.runner.forecast;

import org.jspecify.annotations.NullMarked;
