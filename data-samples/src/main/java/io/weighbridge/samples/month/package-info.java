/** A telecom company's month of calls, as a pure function of a seed and a row. */
@NullMarked
package io.weighbridge.samples.month;

import org.jspecify.annotations.NullMarked;
