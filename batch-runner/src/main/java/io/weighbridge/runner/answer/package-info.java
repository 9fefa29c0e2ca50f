/** How one item is answered: reserve, send, record, and again where that may help. */
@NullMarked
package io.weighbridge.runner.answer;

import org.jspecify.annotations.NullMarked;
