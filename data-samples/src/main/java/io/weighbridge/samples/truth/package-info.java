/** What is true of a sample: how well every model answers every prompt, and what the answers cost. */
@NullMarked
package io.weighbridge.samples.truth;

import org.jspecify.annotations.NullMarked;
