/** Readers of other systems' logs: files in, canonical calls and outcomes out, every bad row named. */
@NullMarked
package io.weighbridge.tokenlog.format;

import org.jspecify.annotations.NullMarked;
