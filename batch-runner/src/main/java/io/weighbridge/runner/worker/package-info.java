/** Answers parts of runs that other processes have begun. */
@NullMarked
package io.weighbridge.runner.worker;

import org.jspecify.annotations.NullMarked;
