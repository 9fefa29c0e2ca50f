/** How every command looks: configuration file, options, progress, summary line, exit status. */
@NullMarked
package io.weighbridge.cli;

import org.jspecify.annotations.NullMarked;
