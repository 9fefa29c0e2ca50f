/** The ledger: what was spent, exactly, on what, and what is not known of it. */
@NullMarked
package io.weighbridge.audit.spend;

import org.jspecify.annotations.NullMarked;
