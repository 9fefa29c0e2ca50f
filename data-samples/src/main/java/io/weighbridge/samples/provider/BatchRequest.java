package io.weighbridge.samples.provider;

/** One request of a batch. */
record BatchRequest(String customId, ChatRequest chat, long hash) {}
