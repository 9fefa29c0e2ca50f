/** How fast a policy decides, beside ONNX Runtime on the same model. */
@NullMarked
package io.weighbridge.bench.route;

import org.jspecify.annotations.NullMarked;
