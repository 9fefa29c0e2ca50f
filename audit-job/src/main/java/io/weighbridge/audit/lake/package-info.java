/** The lake: the Delta tables of calls, outcomes, rejected rows and ingested files, and how records become rows. */
@NullMarked
package io.weighbridge.audit.lake;

import org.jspecify.annotations.NullMarked;
