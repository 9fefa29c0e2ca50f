/** What happened and what it cost: canonical call, usage, outcome, price book, exact cost, log formats. */
@NullMarked
package io.weighbridge.tokenlog;

import org.jspecify.annotations.NullMarked;
