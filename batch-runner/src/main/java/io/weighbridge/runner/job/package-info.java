/** The Spring Batch job: accept, answer, hand over; and how it is started again. */
@NullMarked
package io.weighbridge.runner.job;

import org.jspecify.annotations.NullMarked;
