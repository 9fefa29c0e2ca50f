/** From an audit's training set to a certified policy: read, split, fit, order, certify, write. */
@NullMarked
package io.weighbridge.trainer.train;

import org.jspecify.annotations.NullMarked;
