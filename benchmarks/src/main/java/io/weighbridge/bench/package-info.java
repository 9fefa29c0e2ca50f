/** {@code weighbridge bench}: measures the commands as a user runs them, beside a peer in the same run. */
@NullMarked
package io.weighbridge.bench;

import org.jspecify.annotations.NullMarked;
