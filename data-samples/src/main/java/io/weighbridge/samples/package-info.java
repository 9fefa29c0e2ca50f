/** Seeded generator of realistic logs with known truth, local provider, the demo. */
@NullMarked
package io.weighbridge.samples;

import org.jspecify.annotations.NullMarked;
