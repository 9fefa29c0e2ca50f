/** Spring Batch: route, call, record. */
@NullMarked
package io.weighbridge.runner;

import org.jspecify.annotations.NullMarked;
