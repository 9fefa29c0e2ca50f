/** Which calls to replay on which candidates within a budget, so that undecided verdicts become decided ones. */
@NullMarked
package io.weighbridge.audit.replay;

import org.jspecify.annotations.NullMarked;
