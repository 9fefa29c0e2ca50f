/** What is fitted and evaluated: prompts, outcomes, prices, groups of near-duplicates, folds. */
@NullMarked
package io.weighbridge.trainer.data;

import org.jspecify.annotations.NullMarked;
