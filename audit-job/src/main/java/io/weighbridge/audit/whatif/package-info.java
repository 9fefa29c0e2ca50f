/** What the history would have cost, and how good it would have been, with other models or other prices. */
@NullMarked
package io.weighbridge.audit.whatif;

import org.jspecify.annotations.NullMarked;
