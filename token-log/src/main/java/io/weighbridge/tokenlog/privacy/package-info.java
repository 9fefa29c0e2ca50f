/** What may be kept of prompts and answers. */
@NullMarked
package io.weighbridge.tokenlog.privacy;

import org.jspecify.annotations.NullMarked;
