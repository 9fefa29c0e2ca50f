/** Smile: fit, calibrate, evaluate, certify, export; backtest. GPL-3.0, because of Smile. */
@NullMarked
package io.weighbridge.trainer;

import org.jspecify.annotations.NullMarked;
