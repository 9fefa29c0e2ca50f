/** Providers' batch APIs: many requests in one submission, answered within a day at a lower price. */
@NullMarked
package io.weighbridge.runner.batch;

import org.jspecify.annotations.NullMarked;
