/** A night: ingest, audit, certify or retrain, run, ingest, report; each step a command in a process of its own. */
@NullMarked
package io.weighbridge.runner.nightly;

import org.jspecify.annotations.NullMarked;
