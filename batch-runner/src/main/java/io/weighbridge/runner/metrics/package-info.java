/** What a run, or a worker, shows of itself while it works. */
@NullMarked
package io.weighbridge.runner.metrics;

import org.jspecify.annotations.NullMarked;
