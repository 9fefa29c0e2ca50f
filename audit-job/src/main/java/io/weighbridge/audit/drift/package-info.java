/** Whether a deployed policy still loses no more than its certificate says, on a share of its calls that is asked twice. */
@NullMarked
package io.weighbridge.audit.drift;

import org.jspecify.annotations.NullMarked;
