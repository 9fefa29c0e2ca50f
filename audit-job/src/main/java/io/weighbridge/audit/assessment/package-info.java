/** Which tasks needed their model: outcomes in, one verdict per task and candidate out. */
@NullMarked
package io.weighbridge.audit.assessment;

import org.jspecify.annotations.NullMarked;
