/** Answers that need no call: those given before, and those of templates. */
@NullMarked
package io.weighbridge.runner.reuse;

import org.jspecify.annotations.NullMarked;
