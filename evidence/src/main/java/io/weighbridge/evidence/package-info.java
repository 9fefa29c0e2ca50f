/** How sure we are: estimators, confidence sequences, family-wise verdicts, Learn-then-Test. */
@NullMarked
package io.weighbridge.evidence;

import org.jspecify.annotations.NullMarked;
