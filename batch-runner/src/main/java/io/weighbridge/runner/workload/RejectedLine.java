package io.weighbridge.runner.workload;

import org.jspecify.annotations.Nullable;

/**
 * A workload line that is no valid request.
 *
 * @param line position in the file, from 1
 * @param customId the line's custom_id where it could be read
 * @param field path of the offending field, as in "body.metadata.task"
 * @param rule what must hold and what was found
 */
public record RejectedLine(long line, @Nullable String customId, String field, String rule) {}
