/** What a run did, as OpenTelemetry spans. */
@NullMarked
package io.weighbridge.runner.spans;

import org.jspecify.annotations.NullMarked;
