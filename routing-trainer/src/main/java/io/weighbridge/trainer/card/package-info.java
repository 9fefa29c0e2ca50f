/** Short documents of headings, lists, tables and figures, as Markdown and as a page of its own. */
@NullMarked
package io.weighbridge.trainer.card;

import org.jspecify.annotations.NullMarked;
