package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.RowCounts;
import java.util.List;

/**
 * What an ingest did.
 *
 * @param formats names of the formats, in alphabetical order
 * @param files logs that were read or known already
 * @param known how many of them had been ingested before; all their rows count as duplicates
 * @param unreadable one sentence for each file that could not be read
 */
record IngestResult(List<String> formats, int files, int known, RowCounts rows, List<String> unreadable) {}
