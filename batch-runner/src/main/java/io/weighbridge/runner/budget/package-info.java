/** What it may cost: worst cases before sending, a hard cap over all of them. */
@NullMarked
package io.weighbridge.runner.budget;

import org.jspecify.annotations.NullMarked;
