/** Java in notebooks: JShell behind Jupyter's protocol, with DuckDB and charts at hand. */
@NullMarked
package io.weighbridge.notebook;

import org.jspecify.annotations.NullMarked;
