/** Compares the lake with a provider's bill. */
@NullMarked
package io.weighbridge.audit.reconcile;

import org.jspecify.annotations.NullMarked;
