/** How sample prompts are written: grammars whose phrases carry a known difficulty. */
@NullMarked
package io.weighbridge.samples.prompt;

import org.jspecify.annotations.NullMarked;
