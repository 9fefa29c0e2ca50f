/** The usage that providers report, in their many shapes, as the one {@link io.weighbridge.tokenlog.Usage}. */
@NullMarked
package io.weighbridge.tokenlog.usage;

import org.jspecify.annotations.NullMarked;
