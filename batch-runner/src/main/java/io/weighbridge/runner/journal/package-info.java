/** What has been paid and answered, durable before and after every call. */
@NullMarked
package io.weighbridge.runner.journal;

import org.jspecify.annotations.NullMarked;
