/** The whole loop on sample data, by the command line alone. */
@NullMarked
package io.weighbridge.samples.demo;

import org.jspecify.annotations.NullMarked;
