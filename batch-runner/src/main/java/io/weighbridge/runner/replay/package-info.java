/** Answers to a replay plan, and how good they are. */
@NullMarked
package io.weighbridge.runner.replay;

import org.jspecify.annotations.NullMarked;
