/** What is handed over at the end: result, error and call files with their manifest. */
@NullMarked
package io.weighbridge.runner.results;

import org.jspecify.annotations.NullMarked;
