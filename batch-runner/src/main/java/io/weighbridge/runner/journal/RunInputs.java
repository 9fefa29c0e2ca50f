package io.weighbridge.runner.journal;

/** What a run was started with; a run may be resumed only with the same. */
public record RunInputs(String policySha256, String workloadSha256) {}
