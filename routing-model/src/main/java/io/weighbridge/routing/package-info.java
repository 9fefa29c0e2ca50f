/** What to do next: features, policy, decision, artifact format, scorer. No transitive dependency. */
@NullMarked
package io.weighbridge.routing;

import org.jspecify.annotations.NullMarked;
