/** Price books on the command line: import, show, check against a lake. */
@NullMarked
package io.weighbridge.audit.prices;

import org.jspecify.annotations.NullMarked;
