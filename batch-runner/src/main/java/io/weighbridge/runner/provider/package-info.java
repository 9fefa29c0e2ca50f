/** Who does it: OpenAI-compatible endpoints, their replies, limits and retries. */
@NullMarked
package io.weighbridge.runner.provider;

import org.jspecify.annotations.NullMarked;
