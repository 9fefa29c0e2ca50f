/** Simulated worlds whose truth is known: whether the claims of {@code evidence} hold as often as they say. */
@NullMarked
package io.weighbridge.bench.coverage;

import org.jspecify.annotations.NullMarked;
