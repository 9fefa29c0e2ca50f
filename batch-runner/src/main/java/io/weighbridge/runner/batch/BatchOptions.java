package io.weighbridge.runner.batch;

import java.time.Duration;

/**
 * @param poll how long to wait before batches are looked at again
 * @param settling how long after a creation was asked for the provider's list of batches is believed to lack it
 * @param mostSends of one item in total, and of one batch's creation
 */
public record BatchOptions(Duration poll, Duration settling, int mostSends) {}
