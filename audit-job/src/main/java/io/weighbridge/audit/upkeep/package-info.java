/** Upkeep of a lake: compaction, vacuum, retention, erasure, migration. */
@NullMarked
package io.weighbridge.audit.upkeep;

import org.jspecify.annotations.NullMarked;
