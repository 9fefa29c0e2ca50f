/**
 * What to do next: features, policy, decision, artifact format, scorer. No transitive dependency.
 *
 * <p>A service loads a policy once and asks it before every call:
 * {@snippet :
 * Router router = Router.load(Path.of("policy.json"));
 * RouteDecision decision = router.route("ticket-triage", "My router blinks red, what now?");
 * System.out.println(decision.model() + " because " + decision.reason());
 * }
 *
 * <p>Start reading at {@link io.weighbridge.routing.Router}; the files are defined in FORMAT.md.
 */
@NullMarked
package io.weighbridge.routing;

import org.jspecify.annotations.NullMarked;
