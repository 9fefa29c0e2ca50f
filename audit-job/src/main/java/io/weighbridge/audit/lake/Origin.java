package io.weighbridge.audit.lake;

/**
 * Where a row of the lake was read.
 *
 * @param fileSha256 the ingested file, as the ledger of sources names it
 * @param line line of that file, from 1
 */
public record Origin(String fileSha256, long line) {}
