/** Ingest: log files in, priced calls, outcomes and rejected rows out, each row once. */
@NullMarked
package io.weighbridge.audit.ingest;

import org.jspecify.annotations.NullMarked;
