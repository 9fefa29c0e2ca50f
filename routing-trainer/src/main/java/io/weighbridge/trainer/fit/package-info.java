/** Quality models: per-task table, sparse logistic regression, their blend, and the controls. */
@NullMarked
package io.weighbridge.trainer.fit;

import org.jspecify.annotations.NullMarked;
