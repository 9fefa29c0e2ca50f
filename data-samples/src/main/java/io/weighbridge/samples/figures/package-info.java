/** Properties of the truth that make the samples a fair test, measured on a sample. */
@NullMarked
package io.weighbridge.samples.figures;

import org.jspecify.annotations.NullMarked;
