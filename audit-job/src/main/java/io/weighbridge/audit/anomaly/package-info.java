/** What was unusual: spend against its own history, new models, dearer prices, runaway loops and retry storms. */
@NullMarked
package io.weighbridge.audit.anomaly;

import org.jspecify.annotations.NullMarked;
