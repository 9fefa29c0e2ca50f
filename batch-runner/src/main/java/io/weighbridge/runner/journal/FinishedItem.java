package io.weighbridge.runner.journal;

/** An item and where it ended. */
public record FinishedItem(long line, ItemOutcome outcome) {}
