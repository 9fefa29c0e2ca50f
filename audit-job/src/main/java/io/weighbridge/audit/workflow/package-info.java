/** Whole workflows: what they cost, what a successful one costs, and what their steps do. */
@NullMarked
package io.weighbridge.audit.workflow;

import org.jspecify.annotations.NullMarked;
