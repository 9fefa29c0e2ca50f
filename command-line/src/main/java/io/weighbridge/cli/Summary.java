package io.weighbridge.cli;

/**
 * What a command ends with.
 *
 * @param text for people: one line, or a short block, without a line break at its end
 * @param json for machines ({@code --json}): a record or map that {@link JsonOutput} writes as one object
 */
public record Summary(String text, Object json) {}
