/** How good a router is: points, hull, AIQ, APGR, CPT. */
@NullMarked
package io.weighbridge.trainer.metrics;

import org.jspecify.annotations.NullMarked;
