/** A small, strict, bounded JSON reader and writer, so that the module needs no library. Not part of the API. */
@NullMarked
package io.weighbridge.routing.json;

import org.jspecify.annotations.NullMarked;
