package io.weighbridge.samples.month;

/**
 * Who makes the call of a row, and in which session.
 *
 * @param tenant the brand that the customer belongs to
 * @param sessionId calls of one session are about one person and concern
 */
public record Assignment(Workstream workstream, String tenant, String sessionId) {}
