/** Out-of-fold evaluation of routers on files of prompts and outcomes. */
@NullMarked
package io.weighbridge.trainer.backtest;

import org.jspecify.annotations.NullMarked;
