/** Spark jobs: ingest, ledger, evidence, report. */
@NullMarked
package io.weighbridge.audit;

import org.jspecify.annotations.NullMarked;
