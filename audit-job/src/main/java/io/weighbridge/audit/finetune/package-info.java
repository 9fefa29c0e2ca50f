/** Training and validation sets for fine-tuning a small model on verified answers of a large one, and when that pays. */
@NullMarked
package io.weighbridge.audit.finetune;

import org.jspecify.annotations.NullMarked;
