/** What each day of calls comes to, computed once and added up for any window. */
@NullMarked
package io.weighbridge.audit.rollup;

import org.jspecify.annotations.NullMarked;
