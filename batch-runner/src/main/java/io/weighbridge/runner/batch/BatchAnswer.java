package io.weighbridge.runner.batch;

import io.weighbridge.runner.provider.Reply;

/** One line of results. */
record BatchAnswer(String customId, Reply reply) {}
