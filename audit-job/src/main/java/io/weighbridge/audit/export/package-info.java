/** What leaves the lake for other tools: FOCUS rows, canonical calls, spend tables. */
@NullMarked
package io.weighbridge.audit.export;

import org.jspecify.annotations.NullMarked;
