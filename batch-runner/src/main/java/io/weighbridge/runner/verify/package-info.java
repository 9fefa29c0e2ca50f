/** Whether an answer passes what its task asks of it. */
@NullMarked
package io.weighbridge.runner.verify;

import org.jspecify.annotations.NullMarked;
