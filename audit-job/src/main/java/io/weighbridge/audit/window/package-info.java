/** Registers what will be judged before it is looked at. */
@NullMarked
package io.weighbridge.audit.window;

import org.jspecify.annotations.NullMarked;
