/** What is to be done: request lines read, checked and routed. */
@NullMarked
package io.weighbridge.runner.workload;

import org.jspecify.annotations.NullMarked;
