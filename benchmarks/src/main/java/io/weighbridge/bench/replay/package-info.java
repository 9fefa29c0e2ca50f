/** Replays on data whose whole truth is known: what they decide, how often wrongly, and what they cost. */
@NullMarked
package io.weighbridge.bench.replay;

import org.jspecify.annotations.NullMarked;
